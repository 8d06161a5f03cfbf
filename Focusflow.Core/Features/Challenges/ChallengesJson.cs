using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>How the documents of challenges are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(ChallengeWeek))]
[JsonSerializable(typeof(WeekScore))]
[JsonSerializable(typeof(ChallengeTotals))]
internal sealed partial class ChallengesJson : JsonSerializerContext;
