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

    // Nobody else switches a webhook off, so it is tried for a day. While the store is away nothing is sent to it either.
    private static readonly TimeSpan PauseBeforeDisabling = TimeSpan.FromMinutes(30);
    private const int MostTriesToDisable = 48;

    /// <summary>The orchestrator. No sweeper makes up for it, so whatever fails counts as an attempt, and it goes on.</summary>
    [Function(Name)]
    public static async Task DeliverAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var message = context.GetInput<WebhookMessage>() ?? throw new InvalidOperationException("A delivery needs its message.");
        var first = context.CurrentUtcDateTime;
        for (var attempt = 0; await AttemptAsync(context, message) is { IsSettled: false } failed; attempt++)
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

    private static async Task<WebhookAttempt> AttemptAsync(TaskOrchestrationContext context, WebhookMessage message)
    {
        try
        {
            return await context.CallActivityAsync<WebhookAttempt>(Attempt, message, Retries);
        }
        catch (TaskFailedException)
        {
            return new WebhookAttempt(IsSettled: false); // the store could not be asked, say; it is asked again with the next attempt
        }
    }

    private static async Task DisableAsync(TaskOrchestrationContext context, WebhookMessage message)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await context.CallActivityAsync(Disable, message, Retries);
                return;
            }
            catch (TaskFailedException) when (tries < MostTriesToDisable)
            {
                await context.CreateTimer(PauseBeforeDisabling, CancellationToken.None);
            }
        }
    }
}
