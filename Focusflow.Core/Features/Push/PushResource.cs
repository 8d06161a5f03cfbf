using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Features.Push;

/// <summary>A subscription as its owner sees it.</summary>
/// <param name="Id">Its id; the same when the same browser subscribes again.</param>
/// <param name="Endpoint">Where pushes go, by which a browser knows its own.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When the browser ends it; null for never.</param>
public sealed record PushSubscriptionResource(string Id, string Endpoint, string CreatedAt, string? ExpiresAt)
{
    /// <summary>What is shown of a subscription.</summary>
    public static PushSubscriptionResource Of(PushSubscription one) => new(
        one.Id, one.Endpoint, Timestamps.Write(one.CreatedAt), one.ExpiresAt is { } end ? Timestamps.Write(end) : null);
}

/// <summary>What a browser needs to subscribe.</summary>
/// <param name="PublicKey">For <c>applicationServerKey</c>, as it is: 65 bytes in base64url.</param>
public sealed record PushKeyResource(string PublicKey);

/// <summary>How subscriptions are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PushSubscriptionResource))]
[JsonSerializable(typeof(PushSubscriptionResource[]))]
[JsonSerializable(typeof(PushKeyResource))]
public sealed partial class PushJson : JsonSerializerContext;
