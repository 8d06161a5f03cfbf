using Focusflow.Core.Features.Focus;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Settles the sessions that nobody reads and no wake-up reached.</summary>
public sealed class SessionSweep(SessionSweeper sweeper, ILogger<SessionSweep> log)
{
    /// <summary>Every five minutes.</summary>
    [Function("SweepFocusSessions")]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var result = await sweeper.SweepAsync(cancellation);
        if (result.Settled > 0)
            log.LogWarning("Settled {Count} sessions whose wake-ups had not come.", result.Settled);
        log.SetAside(result.SetAside);
    }
}
