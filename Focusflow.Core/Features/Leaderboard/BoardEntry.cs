using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>A document of one week's board; each <see cref="BoardPart"/> of it is a partition of <c>leaderboards</c>.</summary>
public abstract record BoardDocument : Document
{
    /// <summary>The partition: <see cref="BoardPart.Name"/>.</summary>
    public required string Board { get; init; }

    /// <summary>A year and a little after its last change.</summary>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(400);
}

/// <summary>
/// What the board knows of one user; its id is the user's. Made from the user's own documents, never changed otherwise,
/// so that it can be made again at any time with the same result.
/// </summary>
public sealed record BoardEntry : BoardDocument, IDocument<BoardEntry>
{
    /// <summary>An <see cref="Order"/> or <see cref="JoinOrder"/> before this text belongs to somebody whom others may see.</summary>
    public const string HiddenFrom = "1";

    /// <inheritdoc/>
    public static string KindName => "boardEntry";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Leaderboards;

    /// <inheritdoc/>
    public static JsonTypeInfo<BoardEntry> JsonType => BoardJson.Default.BoardEntry;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The name others see.</summary>
    public required string Name { get; init; }

    /// <summary>The avatar others see.</summary>
    public required string Avatar { get; init; }

    /// <summary>Whether others may see the user at all.</summary>
    public required bool Visible { get; init; }

    /// <summary>The points of the week.</summary>
    public int Points { get; init; }

    /// <summary>When they reached what they are; of equal points the earlier comes first.</summary>
    public DateTimeOffset ReachedAt { get; init; }

    /// <summary>The challenges joined and not left, and when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Joined { get; init; } =
        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the user counts in the histogram: while the week runs, when others may see it. Once the board is frozen it
    /// stays as it is, so that nobody's final rank moves because somebody else hides or comes out.
    /// </summary>
    public bool Counted { get; init; }

    /// <summary>
    /// Whether the user may stand in the top list: who counts, and whom others may see now. Who has no part in the ranks of a
    /// frozen board is not listed beside them.
    /// </summary>
    [JsonIgnore]
    public bool IsListed => Visible && Counted && Points > 0;

    /// <summary>Sorts the board: entries that others may see first, more points first, then earlier reached.</summary>
    public string Order => OrderOf(IsListed, Points, ReachedAt, Id);

    /// <summary>The challenges joined; what queries look at.</summary>
    public IReadOnlyList<string> JoinedIds => [.. Joined.Keys];

    /// <summary>Sorts the entries by the first challenge joined: those others may see first; never joined last.</summary>
    public string JoinOrder => JoinOrderOf(Visible, Joined.Count == 0 ? DateTimeOffset.MaxValue : Joined.Values.Min(), Id);

    /// <summary>Two hexadecimal digits that spread the entries evenly, so that the turn of a week can work on ranges of them side by side.</summary>
    public string Shard => ShardOf(Id);

    /// <summary>The sort key of an entry.</summary>
    public static string OrderOf(bool listed, int points, DateTimeOffset reachedAt, string userId) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(listed ? 0 : 1)}|{int.MaxValue - points:D10}|{InstantText.ToSortable(reachedAt)}|{userId}");

    /// <summary>The sort key of a user who joined something at an instant.</summary>
    public static string JoinOrderOf(bool visible, DateTimeOffset joinedAt, string userId) =>
        $"{(visible ? 0 : 1)}|{InstantText.ToSortable(joinedAt)}|{userId}";

    // The last characters of a GUID of version 7 are random, the first ones are the time.
    private static string ShardOf(string userId) => userId.Length < 2 ? "00" : userId[^2..];
}

/// <summary>How boards are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BoardEntry))]
[JsonSerializable(typeof(BoardHistogram))]
[JsonSerializable(typeof(BoardTop))]
[JsonSerializable(typeof(BoardParticipants))]
[JsonSerializable(typeof(BoardProgress))]
internal sealed partial class BoardJson : JsonSerializerContext;
