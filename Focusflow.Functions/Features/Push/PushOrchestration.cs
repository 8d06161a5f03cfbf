using Focusflow.Core.Features.Push;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Push;

/// <summary>Pushes one notification to one browser, with pauses between attempts, until it is stale.</summary>
/// <param name="delivery">Attempts.</param>
public sealed class PushOrchestration(PushDelivery delivery)
{
    private const string Attempt = "AttemptPush";

    /// <summary>The orchestrator.</summary>
    [Function(PushOrder.Orchestration)]
    public static async Task SendAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<PushOrder>() ?? throw new InvalidOperationException("A push needs its order.");
        while (context.CurrentUtcDateTime < order.NotBefore.UtcDateTime)
            await context.CreateTimer(order.NotBefore.UtcDateTime, CancellationToken.None);

        for (var failed = 0; await context.AttemptAsync(Attempt, order, new PushAttempt(IsSettled: false)) is { IsSettled: false } attempt; failed++)
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
}
