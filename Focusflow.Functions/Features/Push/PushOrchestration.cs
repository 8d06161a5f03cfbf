using Focusflow.Core.Features.Push;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Push;

/// <summary>Pushes one notification to one browser, with pauses between attempts, until it is stale.</summary>
/// <param name="delivery">Attempts.</param>
public sealed class PushOrchestration(PushDelivery delivery)
{
    private const string Attempt = "AttemptPush";

    // While the store is away; a push service that is away counts as an attempt.
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>The orchestrator. No sweeper makes up for it, so whatever fails counts as an attempt, and it goes on.</summary>
    [Function(PushOrder.Orchestration)]
    public static async Task SendAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<PushOrder>() ?? throw new InvalidOperationException("A push needs its order.");
        while (context.CurrentUtcDateTime < order.NotBefore.UtcDateTime)
            await context.CreateTimer(order.NotBefore.UtcDateTime, CancellationToken.None);

        for (var failed = 0; await AttemptAsync(context, order) is { IsSettled: false } attempt; failed++)
        {
            if (PushDelivery.Next(failed, attempt.RetryAfter, order.StaleAt.UtcDateTime, context.CurrentUtcDateTime) is not { } next)
                return;
            await context.CreateTimer(next, CancellationToken.None);
        }
    }

    /// <summary>The activity that sends.</summary>
    [Function(Attempt)]
    public Task<PushAttempt> AttemptAsync([ActivityTrigger] PushOrder order, CancellationToken cancellation) =>
        delivery.AttemptAsync(order, cancellation);

    private static async Task<PushAttempt> AttemptAsync(TaskOrchestrationContext context, PushOrder order)
    {
        try
        {
            return await context.CallActivityAsync<PushAttempt>(Attempt, order, Retries);
        }
        catch (TaskFailedException)
        {
            return new PushAttempt(IsSettled: false);
        }
    }
}
