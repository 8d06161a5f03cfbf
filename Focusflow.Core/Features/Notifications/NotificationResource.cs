using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Notifications;

/// <summary>A notification as clients see it.</summary>
/// <param name="Document">The stored notification.</param>
[JsonConverter(typeof(ViewedDocumentConverter<NotificationResource>))]
public readonly record struct NotificationResource(StoredDocument Document) : IViewedDocument<NotificationResource>
{
    /// <inheritdoc/>
    public static JsonTypeInfo StoredType => NotificationDocument.JsonType;

    /// <inheritdoc/>
    public UserCalendar Calendar => UserCalendar.Utc; // there are no days in it

    /// <inheritdoc/>
    public static DocumentView View { get; } = new(
        new("id", "id"),
        new("notificationKind", "kind"),
        new("title", "title"),
        new("message", "message"),
        new("createdAt", "created_at", IsInstant: true),
        new("read", "read"),
        new("readAt", "read_at", IsInstant: true),
        new("data", "data"));
}

/// <summary>One page of notifications.</summary>
/// <param name="Notifications">The notifications, the newest first.</param>
/// <param name="NextCursor">Asks for the next page, or null when this was the last.</param>
public sealed record NotificationPage(NotificationResource[] Notifications, string? NextCursor);

/// <summary>What marking all as read did.</summary>
/// <param name="Marked">How many were unread before.</param>
/// <param name="Remaining">Whether there are more: too many for one request.</param>
public sealed record ReadAllResult(int Marked, bool Remaining);

/// <summary>How notifications are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NotificationResource))]
[JsonSerializable(typeof(NotificationResource[]))]
[JsonSerializable(typeof(ReadAllResult))]
public sealed partial class NotificationJson : JsonSerializerContext;
