using Focusflow.Core.Features.Privacy;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>Finishes deletions that neither their request nor their orchestration finished.</summary>
public sealed class DeletionSweep(DeletionSweeper sweeper, ILogger<DeletionSweep> log)
{
    /// <summary>Every five minutes.</summary>
    [Function("SweepAccountDeletions")]
    public async Task RunAsync(
        [TimerTrigger("30 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (finished, setAside) = await sweeper.SweepAsync(new DurableUserOrchestrations(client, log), cancellation);
        if (finished > 0)
            log.LogWarning("Finished {Count} deletions that had been left half-done.", finished);
        log.SetAside(setAside);
    }
}
