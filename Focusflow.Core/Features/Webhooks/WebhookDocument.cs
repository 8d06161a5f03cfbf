using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>A user's wish to have notifications posted to a URL.</summary>
public sealed record WebhookDocument : UserDocument, IDocument<WebhookDocument>
{
    /// <inheritdoc/>
    public static string KindName => "webhook";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<WebhookDocument> JsonType => WebhookStorageJson.Default.WebhookDocument;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Where to; see <see cref="PublicUrl"/>.</summary>
    public required string Url { get; init; }

    /// <summary>The kinds of notifications that are sent; all when empty.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The secret that messages are signed with; told once, when it is made.</summary>
    [Secret]
    public required string Secret { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was switched off because a message could not be delivered for a day, or the receiver was gone.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>
    /// Whether a notification is sent: one of the kinds wanted, made after the webhook.
    /// </summary>
    public bool Wants(NotificationDocument notification) =>
        DisabledAt is null
        && CreatedAt <= notification.MadeAt
        && (Events.Count == 0 || Events.Contains(notification.NotificationKind, StringComparer.Ordinal));
}

/// <summary>How webhooks are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(WebhookDocument))]
[JsonSerializable(typeof(WebhookAttempts))]
internal sealed partial class WebhookStorageJson : JsonSerializerContext;
