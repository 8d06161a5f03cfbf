using Focusflow.Core.Features.Shutdown;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Shutdown;

/// <summary>The services of the shutdown ritual.</summary>
internal static class ShutdownServices
{
    /// <summary>Adds them. A feature that takes part when a reflection is sent adds itself as <see cref="IReflectionSent"/>.</summary>
    public static IServiceCollection AddShutdown(this IServiceCollection services) => services
        .AddSingleton<ShutdownDayReader>()
        .AddSingleton<ReflectionCommands>()
        .AddSingleton<ReflectionHistory>();
}
