using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Features.Push;

/// <summary>A notification as it is pushed, before it is encrypted.</summary>
/// <param name="Json">What the browser's service worker gets, in UTF-8.</param>
/// <param name="Topic">Replaces what waits at the push service with the same topic (RFC 8030, 5.4).</param>
/// <param name="TimeToLive">How long the push service keeps it for a browser that is away.</param>
/// <param name="IsUrgent">Whether a sleeping phone is to be woken: what was asked for at that very time.</param>
public sealed record PushMessage(ReadOnlyMemory<byte> Json, string Topic, TimeSpan TimeToLive, bool IsUrgent)
{
    /// <summary>The most bytes of JSON: push services take 4,096 of what becomes of it.</summary>
    public const int MostBytes = 3000;

    private const int TopicBytes = 24;

    // As in all answers, which are no HTML either: escapes would cost six bytes a letter.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A notification that is stale at an instant.</summary>
    public static PushMessage Of(NotificationDocument notification, DateTimeOffset staleAt, DateTimeOffset now)
    {
        var topic = TopicOf(notification);
        return new PushMessage(
            Fit(notification, topic),
            topic,
            staleAt - now,
            NotificationKind.Timed.Contains(notification.NotificationKind, StringComparer.Ordinal));
    }

    /// <summary>After how long nobody is to be bothered with a notification any more.</summary>
    public static TimeSpan StaleAfter(string kind) => kind switch
    {
        NotificationKind.BreakReminder => TimeSpan.FromMinutes(30),
        NotificationKind.SessionCompleted or NotificationKind.Overwork => TimeSpan.FromHours(1),
        NotificationKind.ShutdownReminder => TimeSpan.FromHours(4),
        _ => TimeSpan.FromDays(1),
    };

    // What the same thing is told of again replaces what was told before: of a task or a challenge, else of a kind. Push services learn
    // nothing by it.
    private static string TopicOf(NotificationDocument notification)
    {
        var about = notification.Data["task_id"] ?? notification.Data["challenge_id"];
        var cause = $"{notification.UserId}\n{notification.NotificationKind}\n{about?.ToJsonString()}";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(cause)).AsSpan(0, TopicBytes));
    }

    private static ReadOnlyMemory<byte> Fit(NotificationDocument notification, string topic)
    {
        var message = notification.Message;
        while (true)
        {
            var json = Write(notification, message, topic);
            if (json.Length <= MostBytes || message.Length == 0)
                return json;
            var half = message.Length / 2;
            message = half == 0 ? "" : message[..(char.IsHighSurrogate(message[half - 1]) ? half - 1 : half)] + (half > 1 ? "…" : "");
        }
    }

    private static ReadOnlyMemory<byte> Write(NotificationDocument notification, string message, string topic)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(output, Writing);
        json.WriteStartObject();
        json.WriteString("id", notification.Id);
        json.WriteString("kind", notification.NotificationKind);
        json.WriteString("title", notification.Title);
        json.WriteString("message", message);
        json.WriteString("created_at", Timestamps.Write(notification.CreatedAt));
        json.WriteString("tag", topic);
        json.WritePropertyName("data");
        notification.Data.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
