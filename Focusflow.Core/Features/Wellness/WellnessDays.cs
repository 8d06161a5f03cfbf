using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Wellness;

/// <summary>
/// A user's latest days with too many hours of work, and when the user was last asked about them. Tough days are not in it: the
/// reflections tell of those.
/// </summary>
public sealed record WellnessDays : UserDocument, IDocument<WellnessDays>
{
    /// <summary>The id in every user's partition.</summary>
    public const string FixedId = "wellness-days";

    /// <inheritdoc/>
    public static string KindName => "wellnessDays";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<WellnessDays> JsonType => WellnessJson.Default.WellnessDays;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Thirty days: by then nothing follows from it any more.</summary>
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(30);

    /// <summary>The days with too many hours of the last week or so, <c>yyyy-MM-dd</c>, the earliest first.</summary>
    public IReadOnlyList<string> OverworkedDays { get; init; } = [];

    /// <summary>When the user was last asked, or null.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What there is for a user of whom nothing was noted.</summary>
    public static WellnessDays None(string userId) => new() { Id = FixedId, UserId = userId };
}

/// <summary>How the document is stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WellnessDays))]
internal sealed partial class WellnessJson : JsonSerializerContext;
