using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// What is known of a request that came with an <c>Idempotency-Key</c>: it is written in the transaction of its effect, in the
/// partition of the user whom it concerned, so that there is never the one without the other.
/// </summary>
public sealed record KeyedRequest : UserDocument, IDocument<KeyedRequest>
{
    /// <inheritdoc/>
    public static string KindName => "keyedRequest";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<KeyedRequest> JsonType => KeyedRequestJson.Default.KeyedRequest;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromHours(24);

    /// <summary>What the request was (a keyed hash of route and body): the key may come again only with the same.</summary>
    [Secret]
    public required string Fingerprint { get; init; }

    /// <summary>The sealed answer; null when a first transaction of several was written, and whoever did it has not come further yet.</summary>
    [Secret]
    public byte[]? Answer { get; init; }

    /// <summary>The session of the tokens in the answer, which are not given again once it has ended; null when there are none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The documents of the effect whose versions the answer tells, which nobody knew when it was written.</summary>
    public IReadOnlyList<ToldVersion> Versions { get; init; } = [];
}

/// <summary>A version that a kept answer tells.</summary>
/// <param name="Placeholder">What stands in the answer for it.</param>
/// <param name="Id">The document.</param>
/// <param name="Hash">What was written. A document that is another one by now has lost that version, and the placeholder will do.</param>
public sealed record ToldVersion(string Placeholder, string Id, string Hash);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(KeyedRequest))]
internal sealed partial class KeyedRequestJson : JsonSerializerContext;
