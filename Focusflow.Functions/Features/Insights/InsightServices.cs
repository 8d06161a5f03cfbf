using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Insights;

/// <summary>The services of insights.</summary>
internal static class InsightServices
{
    /// <summary>Adds them, and has them take part in whatever they count.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<InsightReader>()
        .AddSingleton<InsightRecount>()
        .AddSingleton<InsightKeeper>()
        .AddSingleton<ISessionEnded>(provider => provider.GetRequiredService<InsightKeeper>())
        .AddSingleton<ITaskCompleted>(provider => provider.GetRequiredService<InsightKeeper>())
        .AddSingleton<IReflectionSent>(provider => provider.GetRequiredService<InsightKeeper>());
}
