using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// A request that came with an <c>Idempotency-Key</c>: running, or answered. In the user's own partition, or in
/// <c>identities</c> (then without <see cref="UserId"/>) when the caller is anonymous.
/// </summary>
public sealed record KeyedRequest : Document, IDocument<KeyedRequest>
{
    /// <inheritdoc/>
    public static string KindName => "keyedRequest";

    /// <summary>The container of an authenticated user's requests.</summary>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<KeyedRequest> JsonType => KeyedRequestJson.Default.KeyedRequest;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromHours(24);

    /// <summary>The user, or null.</summary>
    public string? UserId { get; init; }

    /// <summary>What the request was (a keyed hash of route and body): the key may come again only with the same.</summary>
    [Secret]
    public required string Fingerprint { get; init; }

    /// <summary>Until when it is taken to be running; later, whoever ran it has died.</summary>
    public required DateTimeOffset RunningUntil { get; init; }

    /// <summary>The sealed answer; null while running.</summary>
    [Secret]
    public byte[]? Answer { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(KeyedRequest))]
internal sealed partial class KeyedRequestJson : JsonSerializerContext;
