using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>Settles shutdown and break reminders whose timer never came or could not be set.</summary>
/// <param name="sweeper">Finds them.</param>
/// <param name="log">Tells when there were any.</param>
public sealed class WorkdayReminderSweep(WorkdayReminderSweeper sweeper, ILogger<WorkdayReminderSweep> log)
{
    /// <summary>Every five minutes.</summary>
    [Function("SweepWorkdayReminders")]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await sweeper.SweepAsync(new DurableTimers(client), cancellation);
        if (result.Settled > 0)
            log.LogWarning("Settled {Count} shutdown and break reminders whose timers had not come.", result.Settled);
        log.SetAside(result.SetAside);
    }
}
