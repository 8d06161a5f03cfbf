using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Push;

/// <summary>The browsers that a user has asked to be shown notifications by. All in one document, so that none is counted twice.</summary>
public sealed record PushSubscriptions : UserDocument, IDocument<PushSubscriptions>
{
    /// <summary>The id of the document; a user has one.</summary>
    public const string DocumentId = "push-subscriptions";

    /// <summary>How many one user may have.</summary>
    public const int Most = 10;

    /// <inheritdoc/>
    public static string KindName => "pushSubscriptions";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<PushSubscriptions> JsonType => PushStorageJson.Default.PushSubscriptions;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<PushSubscription> Subscriptions { get => field ?? []; init; } = [];

    /// <summary>The one of an id, or null.</summary>
    public PushSubscription? Find(string id) => Subscriptions.FirstOrDefault(one => one.Id == id);

    /// <summary>With one more, or with it in place of that of the same browser, whose age it keeps.</summary>
    public PushSubscriptions With(PushSubscription subscription) => Find(subscription.Id) is { } former
        ? this with { Subscriptions = [.. Subscriptions.Select(one => one == former ? subscription with { CreatedAt = former.CreatedAt } : one)] }
        : this with { Subscriptions = [.. Subscriptions, subscription] };

    /// <summary>Without one.</summary>
    public PushSubscriptions Without(string id) => this with { Subscriptions = [.. Subscriptions.Where(one => one.Id != id)] };

    /// <summary>Those that are good for something; see <see cref="PushSubscription.IsLive"/>.</summary>
    public PushSubscriptions Live(Access? access, string key, DateTimeOffset now) =>
        this with { Subscriptions = [.. Subscriptions.Where(one => one.IsLive(access, key, now))] };
}

/// <summary>One browser, as its <c>PushSubscription.toJSON()</c> tells.</summary>
/// <param name="Id">Made of the user and the endpoint, so that the same browser is there once.</param>
/// <param name="Endpoint">Where to send to, at the browser's push service.</param>
/// <param name="P256dh">The browser's public key, an uncompressed point in base64url.</param>
/// <param name="Auth">The secret shared with the browser, 16 bytes in base64url.</param>
/// <param name="Key">The public key of this service that the browser was told; it takes pushes signed with that one only.</param>
/// <param name="SessionId">The sign-in that it was made with; empty for a user of an external issuer.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record PushSubscription(
    string Id, string Endpoint, string P256dh, [property: Secret] string Auth, string Key, string SessionId, DateTimeOffset CreatedAt)
{
    /// <summary>When the browser ends it; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// Whether anything may be sent: the sign-in is not ended (whoever uses that browser next must not read it), the browser has not
    /// ended it, and it was made for the key that there is now.
    /// </summary>
    public bool IsLive(Access? access, string key, DateTimeOffset now) =>
        access is not null
        && (SessionId.Length == 0 || access.FindSession(SessionId, now) is not null)
        && (ExpiresAt is not { } end || end > now)
        && Key == key;
}

/// <summary>How subscriptions are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(PushSubscriptions))]
internal sealed partial class PushStorageJson : JsonSerializerContext;
