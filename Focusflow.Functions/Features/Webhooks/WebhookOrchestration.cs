using Focusflow.Core.Features.Webhooks;
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

    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>The orchestrator.</summary>
    [Function(Name)]
    public static async Task DeliverAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var message = context.GetInput<WebhookMessage>() ?? throw new InvalidOperationException("A delivery needs its message.");
        for (var attempt = 0; await context.CallActivityAsync<WebhookAttempt>(Attempt, message, Retries) != WebhookAttempt.Settled; attempt++)
        {
            if (attempt == WebhookDelivery.Pauses.Count)
            {
                await context.CallActivityAsync(Disable, message, Retries);
                return;
            }

            await context.CreateTimer(WebhookDelivery.Pauses[attempt], CancellationToken.None);
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
}
