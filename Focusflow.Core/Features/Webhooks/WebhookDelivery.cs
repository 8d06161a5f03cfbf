using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>One notification on its way to one webhook.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="WebhookId">Where to.</param>
/// <param name="NotificationId">What; also the message's id, so that a receiver can tell repetitions.</param>
public sealed record WebhookMessage(string UserId, string WebhookId, string NotificationId)
{
    /// <summary>The same for the same message.</summary>
    public string InstanceId() => $"{PrefixOf(WebhookId)}{Guid.Parse(NotificationId):N}";

    /// <summary>How the ids of all deliveries to a webhook begin.</summary>
    public static string PrefixOf(string webhookId) => $"webhook-{Guid.Parse(webhookId):N}-";
}

/// <summary>What became of an attempt.</summary>
/// <param name="IsSettled">Whether the receiver took it, or nobody wants it any more; else it shall be tried again.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone, if it says so.</param>
public sealed record WebhookAttempt(bool IsSettled, TimeSpan? RetryAfter = null);

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The status; null when there was no answer (no such host, not public, refused, too slow).</param>
/// <param name="RetryAfter">What its <c>Retry-After</c> says, if anything.</param>
public sealed record WebhookAnswer(int? Status, TimeSpan? RetryAfter = null)
{
    /// <summary>Why there was no answer, in words for the receiver's developer.</summary>
    public string? Problem { get; init; }
}

/// <summary>Posts a message; the only thing here that touches the network.</summary>
public interface IWebhookSender
{
    /// <summary>Posts JSON; gives what was answered.</summary>
    Task<WebhookAnswer> PostAsync(Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation);
}

/// <summary>Attempts to deliver, and gives up.</summary>
/// <param name="store">The store.</param>
/// <param name="sender">Posts.</param>
/// <param name="log">Notes attempts.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="options">The settings.</param>
public sealed class WebhookDelivery(
    IDocumentStore store, IWebhookSender sender, WebhookLog log, TimeProvider clock, OutgoingOptions options)
{
    /// <summary>The type of the message that a test sends.</summary>
    public const string TestEvent = "test";

    private const int Gone = 410;

    /// <summary>How long it is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>The pauses between attempts: eight attempts, the last a whole <see cref="Patience"/> after the first.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(8), new(8, 24, 55),
    ];

    /// <summary>
    /// When it is tried again: after the pause, or later when the receiver wants so, but not after all patience is used up; null when
    /// it was the last attempt.
    /// </summary>
    /// <param name="attempt">How many came before this one.</param>
    /// <param name="retryAfter">How long the receiver wants to be left alone.</param>
    /// <param name="first">When the first was.</param>
    /// <param name="now">Now.</param>
    public static DateTime? Next(int attempt, TimeSpan? retryAfter, DateTime first, DateTime now)
    {
        var last = first + Patience;
        if (attempt == Pauses.Count || now >= last)
            return null;
        var pause = retryAfter > Pauses[attempt] ? retryAfter.Value : Pauses[attempt];
        return pause > last - now ? last : now + pause;
    }

    /// <summary>One attempt. A receiver that answers 410 (gone) is disabled at once, as the specification recommends.</summary>
    public async Task<WebhookAttempt> AttemptAsync(WebhookMessage message, CancellationToken cancellation = default)
    {
        var webhook = await store.ReadAsync<WebhookDocument>(message.UserId, message.WebhookId, cancellation);
        var notification = await store.ReadAsync<NotificationDocument>(message.UserId, message.NotificationId, cancellation);
        if (webhook is null || notification is null || !webhook.Wants(notification))
            return new WebhookAttempt(IsSettled: true);
        var (attempt, retryAfter) = await PostAsync(webhook, notification, cancellation);
        if (attempt.Status == Gone)
            await DisableAsync(message, cancellation);
        return new WebhookAttempt(attempt.IsDelivered || attempt.Status == Gone, retryAfter);
    }

    /// <summary>Sends an event of the type <see cref="TestEvent"/> now, once, also to a webhook that is switched off; 404 when there is none.</summary>
    public async Task<Outcome<NotedAttempt>> TestAsync(string userId, string webhookId, CancellationToken cancellation = default)
    {
        if (await store.ReadAsync<WebhookDocument>(userId, webhookId, cancellation) is not { } webhook)
            return Problem.NotFound("Webhook");
        var now = clock.Now();
        var (attempt, _) = await PostAsync(
            webhook,
            NotificationDocument.Of(
                userId, TestEvent, $"test:{webhookId}:{KeyedRun.NewId(now)}", "Test", "A test of this webhook.", now, now, new JsonObject { ["webhook_id"] = webhookId }),
            cancellation);
        return attempt;
    }

    private async Task<(NotedAttempt Attempt, TimeSpan? RetryAfter)> PostAsync(
        WebhookDocument webhook, NotificationDocument notification, CancellationToken cancellation)
    {
        var (now, begun) = (clock.Now(), TimeProvider.System.GetTimestamp()); // the receiver does not live by a virtual clock
        var answer = new WebhookAnswer(null) { Problem = "the URL is not allowed any more" };
        if (PublicUrl.Parse(webhook.Url, out _, options.AllowLoopback) is { } url)
        {
            var payload = Payload(notification);
            var headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["webhook-id"] = notification.Id,
                ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["webhook-signature"] = WebhookSignature.Sign(webhook.Secret, notification.Id, now, payload.Span),
            };
            answer = await sender.PostAsync(url, headers, payload, cancellation);
            Count(answer.Status);
        }

        var took = (int)TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        var attempt = new NotedAttempt(now, notification.Id, notification.NotificationKind, answer.Status, answer.Problem, took);
        await log.NoteAsync(webhook.UserId, webhook.Id, attempt);
        return (attempt, answer.RetryAfter);
    }

    /// <summary>Switches a webhook off, once.</summary>
    public Task DisableAsync(WebhookMessage message, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<bool>(
            async () =>
            {
                var webhook = await store.ReadAsync<WebhookDocument>(message.UserId, message.WebhookId, cancellation);
                if (webhook is not { DisabledAt: null })
                    return false;
                var commit = await WriteSet.ForUser(message.UserId).Replace(webhook with { DisabledAt = clock.Now() }).CommitAsync(store);
                return commit.Succeeded ? true : null;
            },
            cancellation);

    private static void Count(int? status)
    {
        if (!Measures.WebhookAttempts.Enabled)
            return;
        var outcome = status switch
        {
            null => "unanswered",
            >= 200 and < 300 => "delivered",
            Gone => "gone",
            _ => "refused",
        };
        Measures.WebhookAttempts.Add(1, new KeyValuePair<string, object?>("focusflow.webhook.outcome", outcome));
    }

    /// <summary>The body: <c>type</c>, <c>timestamp</c> and <c>data</c>, as the specification recommends.</summary>
    private static ReadOnlyMemory<byte> Payload(NotificationDocument notification)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type", notification.NotificationKind);
        json.WriteString("timestamp", Timestamps.Write(notification.CreatedAt));
        json.WriteStartObject("data");
        json.WriteString("id", notification.Id);
        json.WriteString("title", notification.Title);
        json.WriteString("message", notification.Message);
        foreach (var (name, value) in notification.Data)
        {
            json.WritePropertyName(name);
            if (value is null)
                json.WriteNullValue();
            else
                value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
