using Focusflow.Core.Features.Summaries;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Summaries;

/// <summary>The services of summaries.</summary>
internal static class SummaryServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddSummaries(this IServiceCollection services) => services.AddSingleton<SummaryReader>();
}
