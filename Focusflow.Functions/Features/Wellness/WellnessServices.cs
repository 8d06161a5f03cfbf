using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Wellness;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Wellness;

/// <summary>The services of asking how somebody is.</summary>
internal static class WellnessServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddWellness(this IServiceCollection services) => services
        .AddSingleton<WellnessKeeper>()
        .AddSingleton<IReflectionSent>(provider => provider.GetRequiredService<WellnessKeeper>());
}
