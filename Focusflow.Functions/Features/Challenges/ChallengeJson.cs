using System.Text.Json.Serialization;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Foundation.Http;

namespace Focusflow.Functions.Features.Challenges;

/// <summary>A sentence that says what was done.</summary>
/// <param name="Message">The sentence.</param>
public sealed record MessageResponse(string Message);

/// <summary>How challenges are answered.</summary>
[BothSpellings]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(ChallengeStats))]
[JsonSerializable(typeof(ChallengeView))]
[JsonSerializable(typeof(IReadOnlyList<ChallengeView>))]
[JsonSerializable(typeof(MessageResponse))]
public sealed partial class ChallengeJson : JsonSerializerContext;
