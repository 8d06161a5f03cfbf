using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>Settles reminders whose timer never came.</summary>
/// <param name="reminders">Makes the notifications.</param>
/// <param name="log">Tells when there were any.</param>
public sealed class ReminderSweeper(ReminderDelivery reminders, ILogger<ReminderSweeper> log)
{
    /// <summary>Every five minutes.</summary>
    [Function("SweepTaskReminders")]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var (made, setAside) = await reminders.SweepAsync(cancellation);
        if (made > 0)
            log.LogWarning("Made {Count} reminders whose timers had not come.", made);
        log.SetAside(setAside);
    }
}
