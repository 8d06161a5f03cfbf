using Focusflow.Core.Foundation.Calendar;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>
/// Purges what is kept of orchestrations that have ended: Durable Functions keeps it for ever, and it holds users' ids.
/// </summary>
public sealed class EndedOrchestrations(OrchestrationOptions options, TimeProvider clock, ILogger<EndedOrchestrations> log)
{
    // Well within the time that a function may take; what is left waits for the next night.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(4);

    // The host cannot read a filter without a beginning. Older than any orchestration of this app.
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>
    /// Every night at 03:15 UTC. The filter knows when an instance was scheduled, not when it ended, so one that waited long
    /// goes the night after its end.
    /// </summary>
    [Function("PurgeEndedOrchestrations")]
    public async Task RunAsync(
        [TimerTrigger("0 15 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var filter = new PurgeInstancesFilter(Beginning, clock.Now() - options.KeepEnded, Ended) { Timeout = MostTime };

        // Not every backend looks at the filter's own limit.
        using var limit = new CancellationTokenSource(MostTime, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var result = await client.PurgeAllInstancesAsync(filter, either.Token);
            log.LogInformation("Purged {Count} ended orchestrations.", result.PurgedInstanceCount);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("Purging ended orchestrations took too long; the rest waits for the next night.");
        }
    }
}
