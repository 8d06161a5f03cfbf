using Focusflow.Core.Foundation.Mail;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Foundation.Mail;

/// <summary>Sends one mail, with pauses between attempts, for a day at most.</summary>
/// <param name="delivery">Attempts.</param>
public sealed class MailOrchestration(MailDelivery delivery)
{
    private const string Attempt = "AttemptMail";

    /// <summary>The orchestrator.</summary>
    [Function(MailOrder.Orchestration)]
    public static async Task SendAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<MailOrder>() ?? throw new InvalidOperationException("A mail needs its order.");
        while (order.NotBefore is { } start && context.CurrentUtcDateTime < start.UtcDateTime)
            await context.CreateTimer(start.UtcDateTime, CancellationToken.None);

        // A mail is ordered before what it tells of is committed: one that set out at once would come early, now and then.
        await context.CreateTimer(MailDelivery.EarlyPause, CancellationToken.None);
        var (early, failed) = (0, 0);
        for (var attempts = 0; attempts <= MailDelivery.MostEarly + MailDelivery.Pauses.Count; attempts++)
        {
            TimeSpan? pause = await context.AttemptAsync(Attempt, order, MailAttempt.Failed) switch
            {
                MailAttempt.Early when early++ < MailDelivery.MostEarly => MailDelivery.EarlyPause,
                MailAttempt.Failed when failed < MailDelivery.Pauses.Count => MailDelivery.Pauses[failed++],
                _ => null,
            };
            if (pause is not { } wait)
                return;
            await context.CreateTimer(wait, CancellationToken.None);
        }
    }

    /// <summary>The activity that sends.</summary>
    [Function(Attempt)]
    public Task<MailAttempt> AttemptAsync([ActivityTrigger] MailOrder order, CancellationToken cancellation) =>
        delivery.AttemptAsync(order, cancellation);
}
