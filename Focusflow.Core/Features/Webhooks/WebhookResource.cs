using System.Text.Json.Serialization;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>A webhook as its owner sees it.</summary>
public sealed record WebhookResource(
    string Id, string Url, [property: Words(typeof(NotificationKind))] IReadOnlyList<string> Events, string CreatedAt, string? DisabledAt)
{
    /// <summary>The secret, only in the answer that made it.</summary>
    [Confidential]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>What is shown of a webhook.</summary>
    public static WebhookResource Of(WebhookDocument webhook) => new(
        webhook.Id,
        webhook.Url,
        webhook.Events,
        Timestamps.Write(webhook.CreatedAt),
        webhook.DisabledAt is { } disabled ? Timestamps.Write(disabled) : null);
}

/// <summary>How webhooks are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookResource))]
[JsonSerializable(typeof(WebhookResource[]))]
[JsonSerializable(typeof(WebhookAttemptResource))]
[JsonSerializable(typeof(WebhookAttemptResource[]))]
public sealed partial class WebhookJson : JsonSerializerContext;
