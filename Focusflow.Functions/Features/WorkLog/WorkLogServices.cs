using Focusflow.Core.Features.WorkLog;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.WorkLog;

/// <summary>The services of the work log.</summary>
internal static class WorkLogServices
{
    /// <summary>Adds them. A feature that takes part when a break ends adds itself as <see cref="IBreakEnded"/>.</summary>
    public static IServiceCollection AddWorkLog(this IServiceCollection services) =>
        services.AddSingleton<WorkLogReader>().AddSingleton<WorkLogCommands>();
}
