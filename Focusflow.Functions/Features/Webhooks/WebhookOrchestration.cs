using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>Delivers one message to one webhook, with pauses between attempts, for a day at most.</summary>
/// <param name="delivery">Attempts.</param>
public sealed class WebhookOrchestration(WebhookDelivery delivery)
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "DeliverWebhook";

    private const string Attempt = "AttemptWebhook";
    private const string Disable = "DisableWebhook";

    // Nobody else switches a webhook off, so it is tried for a day. While the store is away nothing is sent to it either.
    private static readonly TimeSpan PauseBeforeDisabling = TimeSpan.FromMinutes(30);
    private const int MostTriesToDisable = 48;

    /// <summary>The orchestrator.</summary>
    [Function(Name)]
    public static async Task DeliverAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var message = context.GetInput<WebhookMessage>() ?? throw new InvalidOperationException("A delivery needs its message.");
        var first = context.CurrentUtcDateTime;
        for (var attempt = 0; await context.AttemptAsync(Attempt, message, new WebhookAttempt(IsSettled: false)) is { IsSettled: false } failed; attempt++)
        {
            if (WebhookDelivery.Next(attempt, failed.RetryAfter, first, context.CurrentUtcDateTime) is not { } next)
            {
                await DisableAsync(context, message);
                return;
            }

            await context.CreateTimer(next, CancellationToken.None);
        }
    }

    /// <summary>The activity that posts.</summary>
    [Function(Attempt)]
    public Task<WebhookAttempt> AttemptAsync([ActivityTrigger] WebhookMessage message, CancellationToken cancellation) =>
        delivery.AttemptAsync(message, cancellation);

    /// <summary>The activity that gives up.</summary>
    [Function(Disable)]
    public Task DisableAsync([ActivityTrigger] WebhookMessage message, CancellationToken cancellation) =>
        delivery.DisableAsync(message, cancellation);

    private static async Task DisableAsync(TaskOrchestrationContext context, WebhookMessage message)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await context.CallActivityAsync(Disable, message, Attempts.Retries);
                return;
            }
            catch (TaskFailedException) when (tries < MostTriesToDisable)
            {
                await context.CreateTimer(PauseBeforeDisabling, CancellationToken.None);
            }
        }
    }
}
