using System.Text.Json.Serialization;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>An answer kept to be given again.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers that belong to the answer, such as <c>Location</c>.</param>
/// <param name="Body">The body.</param>
public sealed record KeptAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class KeptAnswerJson : JsonSerializerContext;
