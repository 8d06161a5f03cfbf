using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Following;

/// <summary>
/// How far a follower has read a part of the change feed. There is one, the root, until that falls behind; then it is split. All of
/// a follower's are in one partition, so that a split or a merge happens as a whole or not.
/// </summary>
public sealed record FollowedRange : Document, IDocument<FollowedRange>
{
    /// <summary>The id of the range that is always there.</summary>
    public const string RootId = "root";

    /// <inheritdoc/>
    public static string KindName => "followedRange";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Followers;

    /// <inheritdoc/>
    public static JsonTypeInfo<FollowedRange> JsonType => FollowedRangeJson.Default.FollowedRange;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Who follows: the partition.</summary>
    public required string Follower { get; init; }

    /// <summary>Everything before it in this part of the feed has been applied; null: nothing yet.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>When the changes up to there were read: what was made before has been seen as it was made.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The process that goes on reading, and leaves the rest to nobody else for a while.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Until when others leave it alone.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>How many ranges have been split off this one; they count on in its id.</summary>
    public int Splits { get; init; }

    /// <summary>Of the root of several: a checkpoint of the whole feed up to which every range has read.</summary>
    public string? Quiet { get; init; }

    /// <summary>When <see cref="Quiet"/> was reached.</summary>
    public DateTimeOffset? QuietAt { get; init; }

    /// <summary>Whether the root is all there is: nothing was ever split off another before it was split off the root.</summary>
    [JsonIgnore]
    public bool IsAlone => Id == RootId && Splits == 0;
}

/// <summary>How ranges are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FollowedRange))]
internal sealed partial class FollowedRangeJson : JsonSerializerContext;
