using System.Buffers;
using System.Text.Json;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
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
public enum WebhookAttempt
{
    /// <summary>The receiver took it, or nobody wants it any more.</summary>
    Settled,

    /// <summary>It shall be tried again.</summary>
    Failed,
}

/// <summary>Posts a message; the only thing here that touches the network.</summary>
public interface IWebhookSender
{
    /// <summary>Posts JSON; gives the status, or null when there was no answer (no such host, not public, refused, too slow).</summary>
    Task<int?> PostAsync(Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation);
}

/// <summary>Attempts to deliver, and gives up.</summary>
/// <param name="store">The store.</param>
/// <param name="sender">Posts.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="options">The settings.</param>
public sealed class WebhookDelivery(IDocumentStore store, IWebhookSender sender, TimeProvider clock, WebhookOptions options)
{
    private const int Gone = 410;

    /// <summary>The pauses between attempts: eight attempts, the last 24 hours after the first.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(8), new(8, 24, 55),
    ];

    /// <summary>One attempt. A receiver that answers 410 (gone) is disabled at once, as the specification recommends.</summary>
    public async Task<WebhookAttempt> AttemptAsync(WebhookMessage message, CancellationToken cancellation = default)
    {
        var webhook = await store.ReadAsync<WebhookDocument>(message.UserId, message.WebhookId, cancellation);
        var notification = await store.ReadAsync<NotificationDocument>(message.UserId, message.NotificationId, cancellation);
        if (webhook is null || notification is null || !webhook.Wants(notification))
            return WebhookAttempt.Settled;
        if (WebhookUrl.Parse(webhook.Url, out _, options.AllowLoopback) is not { } url)
            return WebhookAttempt.Failed;

        var payload = Payload(notification);
        var now = clock.Now();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["webhook-id"] = notification.Id,
            ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["webhook-signature"] = WebhookSignature.Sign(webhook.Secret, notification.Id, now, payload.Span),
        };
        var status = await sender.PostAsync(url, headers, payload, cancellation);
        Count(status);
        if (status == Gone)
            await DisableAsync(message, cancellation);
        return status is (>= 200 and < 300) or Gone ? WebhookAttempt.Settled : WebhookAttempt.Failed;
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
