using Focusflow.Core.Foundation.Calendar;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>
/// Purges what is kept of orchestrations that have ended: Durable Functions keeps it for ever, and it holds users' ids. Itself an
/// orchestration, in steps, so that it gets to the end of any number of them.
/// </summary>
public sealed class EndedOrchestrations(OrchestrationOptions options, TimeProvider clock, ILogger<EndedOrchestrations> log)
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PurgeEnded";

    private const string Some = "PurgeSomeEnded";

    // The next night begins anew what this many steps have not come to the end of; they would go on into it.
    private const int MostSteps = 300;

    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(30), backoffCoefficient: 3));

    // The host cannot read a filter without a beginning. Older than any orchestration of this app.
    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>
    /// Every night at 03:15 UTC. The filter knows when an instance was scheduled, not when it ended, so one that waited long
    /// goes the night after its end.
    /// </summary>
    [Function("PurgeEndedOrchestrations")]
    public static Task RunAsync(
        [TimerTrigger("0 15 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(Name, 0, "purge-ended", cancellation);

    /// <summary>The orchestrator: a step, and the rest as a new one, so that no history grows.</summary>
    [Function(Name)]
    public static async Task PurgeAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var step = context.GetInput<int>();
        if (await context.CallActivityAsync<bool>(Some, step, Retries) && step < MostSteps)
            context.ContinueAsNew(step + 1);
    }

    /// <summary>The activity: purges for a while, and says whether there is more.</summary>
    [Function(Some)]
    public async Task<bool> PurgeSomeAsync([ActivityTrigger] int step, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var filter = new PurgeInstancesFilter(Beginning, clock.Now() - options.KeepEnded, Ended) { Timeout = options.PurgeStep };

        // Not every backend looks at the filter's own limit; then what was purged until it is gone all the same.
        using var limit = new CancellationTokenSource(options.PurgeStep + OrchestrationOptions.PurgeGrace, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var result = await client.PurgeAllInstancesAsync(filter, either.Token);
            log.LogInformation("Purged {Count} ended orchestrations in step {Step}.", result.PurgedInstanceCount, step);
            return result.IsComplete == false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.LogInformation("Purged ended orchestrations in step {Step}, as many as the time allowed.", step);
            return true;
        }
    }
}
