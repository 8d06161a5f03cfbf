using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// How many ranked users have how many points: all it takes to rank anybody exactly. Written in every batch that changes
/// a board, so its version also keeps two writers of one board apart.
/// </summary>
public sealed record BoardHistogram : BoardSummary, IDocument<BoardHistogram>
{
    /// <summary>The id on every board.</summary>
    public const string FixedId = "histogram";

    /// <inheritdoc/>
    public static string KindName => "boardHistogram";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Leaderboards;

    /// <inheritdoc/>
    public static JsonTypeInfo<BoardHistogram> JsonType => BoardJson.Default.BoardHistogram;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Points and the number of users who have them, most points first.</summary>
    public IReadOnlyList<PointsCount> Counts { get; init; } = [];

    /// <summary>Counts the batches applied.</summary>
    public long Revision { get; init; }

    /// <summary>Counts the batches that moved somebody's rank.</summary>
    public long RankRevision { get; init; }

    /// <summary>When the week was over, once the board is frozen; null before.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>The <see cref="RankRevision"/> for which all final ranks have been written; null before.</summary>
    public long? FinalRevision { get; init; }

    /// <summary>How many entries there are, ranked or not; null on boards of earlier versions, which did not count them.</summary>
    public int? Entries { get; init; }

    /// <summary>How many users take part, by which the parts of the next board are settled.</summary>
    [JsonIgnore]
    public int Participants => Entries ?? RankedUsers;

    /// <summary>How many users are ranked.</summary>
    [JsonIgnore]
    public int RankedUsers => Counts.Sum(count => count.Users);

    /// <summary>A part without entries.</summary>
    public static BoardHistogram Empty(BoardPart part) => new() { Id = FixedId, Board = part.Name, Parts = PartsOf(part), Entries = 0 };

    /// <summary>The histogram of the whole board from those of its parts: what it says of ranks is exact.</summary>
    public static BoardHistogram Sum(IReadOnlyList<BoardHistogram> parts) => parts is [var whole]
        ? whole
        : parts[0] with
        {
            Entries = parts.Sum(part => part.Participants),
            RankRevision = parts.Sum(part => part.RankRevision),

            // While a board is being frozen its parts follow one another; ranks by what is counted are right for both.
            FrozenAt = parts.Max(part => part.FrozenAt),
            Counts =
            [
                .. from count in parts.SelectMany(part => part.Counts)
                   group count.Users by count.Points into same
                   orderby same.Key descending
                   select new PointsCount(same.Key, same.Sum()),
            ],
        };

    /// <summary>1 + the number of users with more points. Ties share a rank.</summary>
    public int RankOf(int points)
    {
        var above = 0;
        foreach (var count in Counts)
        {
            if (count.Points <= points)
                break;
            above += count.Users;
        }

        return above + 1;
    }

    /// <summary>
    /// The histogram after a batch of changes. Somebody whose account is deleted after the freeze stays counted: the bare
    /// number keeps everybody else's final rank.
    /// </summary>
    public BoardHistogram After(IReadOnlyList<EntryChange> changes)
    {
        var counts = Counts.ToDictionary(count => count.Points, count => count.Users);
        var moved = false;
        foreach (var (before, after) in changes)
        {
            var (from, to) = (CountedPoints(before), CountedPoints(after));
            if (from == to || (after is null && FrozenAt is not null))
                continue;
            moved = true;
            if (from is { } lost)
                counts[lost] = counts.GetValueOrDefault(lost) - 1;
            if (to is { } gained)
                counts[gained] = counts.GetValueOrDefault(gained) + 1;
        }

        return this with
        {
            Entries = Entries + changes.Sum(change => Has(change.After) - Has(change.Before)),
            Revision = Revision + 1,
            RankRevision = moved ? RankRevision + 1 : RankRevision,
            Counts = moved ? Sorted(counts) : Counts,
        };

        static int Has(BoardEntry? entry) => entry is null ? 0 : 1;
    }

    private static IReadOnlyList<PointsCount> Sorted(Dictionary<int, int> counts) =>
    [
        .. from count in counts
           where count.Value > 0
           orderby count.Key descending
           select new PointsCount(count.Key, count.Value),
    ];

    private static int? CountedPoints(BoardEntry? entry) => entry is { Counted: true, Points: > 0 } ? entry.Points : null;
}

/// <summary>A bar of the histogram.</summary>
/// <param name="Points">The points.</param>
/// <param name="Users">How many users have exactly these.</param>
public sealed record PointsCount(int Points, int Users);

/// <summary>One user's entry before and after; null where there is none.</summary>
/// <param name="Before">As stored.</param>
/// <param name="After">As it will be.</param>
public sealed record EntryChange(BoardEntry? Before, BoardEntry? After)
{
    /// <summary>The user.</summary>
    public string UserId => (After ?? Before)!.Id;
}
