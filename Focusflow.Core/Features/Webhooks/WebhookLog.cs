using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>The last attempts to deliver to a webhook, for whoever writes its receiver.</summary>
public sealed record WebhookAttempts : UserDocument, IDocument<WebhookAttempts>
{
    /// <summary>How many are kept.</summary>
    public const int Most = 20;

    /// <inheritdoc/>
    public static string KindName => "webhookAttempts";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<WebhookAttempts> JsonType => WebhookStorageJson.Default.WebhookAttempts;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Ninety days after the last.</summary>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(90);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<NotedAttempt> Attempts { get; init; } = [];

    /// <summary>The id of those of a webhook.</summary>
    public static string IdOf(string webhookId) => $"attempts-{webhookId}";
}

/// <summary>One attempt.</summary>
/// <param name="At">When it began.</param>
/// <param name="MessageId">The <c>webhook-id</c> of the message.</param>
/// <param name="Event">Its type.</param>
/// <param name="Status">The status of the answer; null when there was none.</param>
/// <param name="Problem">Why there was none, in words; null when there was one.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record NotedAttempt(DateTimeOffset At, string MessageId, string Event, int? Status, string? Problem, int Milliseconds)
{
    /// <summary>Whether the receiver took it.</summary>
    [JsonIgnore]
    public bool IsDelivered => Status is >= 200 and < 300;
}

/// <summary>An attempt as the webhook's owner sees it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Id">The <c>webhook-id</c> of the message.</param>
/// <param name="Event">The type of the message; <c>test</c> for a test.</param>
/// <param name="Delivered">Whether the receiver took it.</param>
/// <param name="Status">The status of the answer; null when there was none.</param>
/// <param name="Problem">Why there was no answer, in words; null when there was one.</param>
/// <param name="Ms">How many milliseconds it took.</param>
public sealed record WebhookAttemptResource(string At, string Id, string Event, bool Delivered, int? Status, string? Problem, int Ms)
{
    /// <summary>What is shown of an attempt.</summary>
    public static WebhookAttemptResource Of(NotedAttempt attempt) => new(
        Timestamps.Write(attempt.At), attempt.MessageId, attempt.Event, attempt.IsDelivered, attempt.Status, attempt.Problem, attempt.Milliseconds);
}

/// <summary>Keeps and shows attempts.</summary>
/// <param name="store">The store.</param>
public sealed class WebhookLog(IDocumentStore store)
{
    /// <summary>The last attempts of a webhook, the newest first; 404 when there is no such webhook.</summary>
    public async Task<Outcome<NotedAttempt[]>> ListAsync(string userId, string webhookId, CancellationToken cancellation = default)
    {
        if (await store.ReadAsync<WebhookDocument>(userId, webhookId, cancellation) is null)
            return Problem.NotFound("Webhook");
        var kept = await store.ReadAsync<WebhookAttempts>(userId, WebhookAttempts.IdOf(webhookId), cancellation);
        return (NotedAttempt[])[.. kept?.Attempts ?? []];
    }

    /// <summary>Notes an attempt. It has been made whether or not that succeeds, so an outage of the store is none of it.</summary>
    internal async Task NoteAsync(string userId, string webhookId, NotedAttempt attempt)
    {
        try
        {
            await Optimistic.RunAsync<Done>(async () =>
            {
                var id = WebhookAttempts.IdOf(webhookId);
                var kept = await store.ReadAsync<WebhookAttempts>(userId, id) ?? new WebhookAttempts { Id = id, UserId = userId };
                var noted = kept with { Attempts = [attempt, .. kept.Attempts.Take(WebhookAttempts.Most - 1)] };
                return (await WriteSet.ForUser(userId).Put(noted).CommitAsync(store)).Succeeded ? default(Done) : null;
            });
        }
        catch (StoreUnavailableException)
        {
            // The message itself has been sent, and must not be sent again for that.
        }
    }
}
