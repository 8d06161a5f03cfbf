using Focusflow.Core.Features.Challenges;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>What all entries of a part of a board come to, added up one by one.</summary>
internal sealed class BoardSum
{
    private readonly Dictionary<int, int> counts = [];
    private readonly Dictionary<string, ChallengeCrowd> crowds = new(StringComparer.Ordinal);
    private int entries;

    /// <summary>The best users so far.</summary>
    public IReadOnlyList<TopUser> Top { get; private set; } = [];

    /// <summary>Who has joined what.</summary>
    public IReadOnlyDictionary<string, ChallengeCrowd> Crowds => crowds;

    /// <summary>Adds an entry.</summary>
    public void Add(BoardEntry entry)
    {
        entries++;
        if (entry is { Counted: true, Points: > 0 })
            counts[entry.Points] = counts.GetValueOrDefault(entry.Points) + 1;
        if (entry.IsListed)
            Top = LeadingList.Merge(Top, BoardTop.Capacity, static _ => false, [TopUser.Of(entry)], static user => user.Order());
        foreach (var challenge in entry.Joined.Keys)
        {
            var crowd = crowds.GetValueOrDefault(challenge) ?? ChallengeCrowd.Nobody;
            var first = FirstJoiners.Of(entry, challenge) is { } joiner
                ? LeadingList.Merge(crowd.First, BoardParticipants.Capacity, static _ => false, [joiner], static one => one.Order())
                : crowd.First;
            crowds[challenge] = new ChallengeCrowd(crowd.Count + 1, first);
        }
    }

    /// <summary>
    /// The histogram. That of a frozen board stays as long as it can be read: it also counts those whose accounts are gone since.
    /// </summary>
    public BoardHistogram Histogram(BoardHistogram before)
    {
        IReadOnlyList<PointsCount> sum = [.. counts.OrderByDescending(count => count.Key).Select(count => new PointsCount(count.Key, count.Value))];
        var isKept = sum.SequenceEqual(before.Counts) || (before is { FrozenAt: not null, Counts.Count: > 0 });
        return before with
        {
            Entries = entries,
            Revision = before.Revision + 1,
            RankRevision = isKept ? before.RankRevision : before.RankRevision + 1,
            Counts = isKept ? before.Counts : sum,
        };
    }
}
