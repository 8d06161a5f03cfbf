using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>What a part of a week's board holds besides its entries, always read and written together.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Histogram">The histogram.</param>
/// <param name="Top">The top list.</param>
/// <param name="Participants">Who has joined what.</param>
internal sealed record Board(BoardPart Part, BoardHistogram Histogram, BoardTop Top, BoardParticipants Participants)
{
    private const int JoinersAtATime = 50;

    private static readonly string[] Ids = [BoardHistogram.FixedId, BoardTop.FixedId, BoardParticipants.FixedId];

    /// <summary>Reads a part; one that was never written is empty. The first one tells how many there are.</summary>
    public static async Task<Board> ReadAsync(IDocumentStore store, BoardPart part, CancellationToken cancellation)
    {
        var found = await store.ReadSomeAsync(Containers.Leaderboards, part.Name, Ids, cancellation);
        var histogram = found.Find<BoardHistogram>() ?? BoardHistogram.Empty(part);
        return new Board(
            part with { Count = histogram.Parts ?? 1 },
            histogram,
            found.Find<BoardTop>() ?? BoardTop.Empty(part),
            found.Find<BoardParticipants>() ?? BoardParticipants.Empty(part));
    }

    /// <summary>The part after changes. Reads only when somebody leaves a list that does not hold everybody.</summary>
    public async Task<Board> AfterAsync(IDocumentStore store, IReadOnlyList<EntryChange> changes, CancellationToken cancellation) => new(
        Part,
        Histogram.After(changes),
        await TopAfterAsync(store, changes, cancellation),
        await ParticipantsAfterAsync(store, changes, cancellation));

    /// <summary>The writes that make this part from the one that was read. The histogram is always among them.</summary>
    public WriteSet WritesFrom(Board read)
    {
        var writes = new WriteSet(Containers.Leaderboards, Part.Name).Put(Histogram);
        if (!ReferenceEquals(Top, read.Top))
            writes.Put(Top);
        if (!ReferenceEquals(Participants, read.Participants))
            writes.Put(Participants);
        return writes;
    }

    private async Task<BoardTop> TopAfterAsync(IDocumentStore store, IReadOnlyList<EntryChange> changes, CancellationToken cancellation)
    {
        var ids = changes.Select(change => change.UserId).ToHashSet(StringComparer.Ordinal);
        var added = changes.Where(change => change.After is { IsListed: true }).Select(change => TopUser.Of(change.After!)).ToList();
        if (LeadingList.Update(Top.Users, BoardTop.Capacity, IsChanged, added, Order) is { } updated)
            return updated.SequenceEqual(Top.Users) ? Top : Top with { Users = updated };

        var query = new DocumentQuery(Containers.Leaderboards, Part.Name, BoardEntry.KindName)
        {
            Filters = [new DocumentFilter.Between("order", null, BoardEntry.HiddenFrom)],
            Sort = new DocumentSort("order"),
            Limit = BoardTop.Capacity + changes.Count,
        };
        var (read, _) = await store.QueryAsync<BoardEntry>(query, cancellation);
        return Top with { Users = LeadingList.Merge(read.Select(TopUser.Of), BoardTop.Capacity, IsChanged, added, Order) };

        bool IsChanged(TopUser user) => ids.Contains(user.UserId);
        static string Order(TopUser user) => user.Order();
    }

    private async Task<BoardParticipants> ParticipantsAfterAsync(
        IDocumentStore store, IReadOnlyList<EntryChange> changes, CancellationToken cancellation)
    {
        var crowds = Participants.Challenges.ToDictionary(StringComparer.Ordinal);
        var touched = changes.SelectMany(change => Joined(change.Before).Concat(Joined(change.After))).Distinct(StringComparer.Ordinal);
        foreach (var challenge in touched)
        {
            var crowd = await CrowdAfterAsync(store, challenge, changes, cancellation);
            if (crowd.Count > 0)
                crowds[challenge] = crowd;
            else
                crowds.Remove(challenge);
        }

        return crowds.Count == Participants.Challenges.Count && crowds.All(one => ReferenceEquals(one.Value, Participants.Of(one.Key)))
            ? Participants
            : Participants with { Challenges = crowds };

        static IEnumerable<string> Joined(BoardEntry? entry) => entry?.Joined.Keys ?? [];
    }

    private async Task<ChallengeCrowd> CrowdAfterAsync(
        IDocumentStore store, string challenge, IReadOnlyList<EntryChange> changes, CancellationToken cancellation)
    {
        var crowd = Participants.Of(challenge);
        var ids = changes.Select(change => change.UserId).ToHashSet(StringComparer.Ordinal);
        var added = changes.Select(change => FirstJoiners.Of(change.After, challenge)).OfType<FirstJoiner>().ToList();
        var count = crowd.Count + changes.Sum(change => Has(change.After) - Has(change.Before));
        var first = LeadingList.Update(crowd.First, BoardParticipants.Capacity, IsChanged, added, Order)
            ?? LeadingList.Merge(
                await ReadFirstAsync(store, challenge, BoardParticipants.Capacity + changes.Count, cancellation),
                BoardParticipants.Capacity,
                IsChanged,
                added,
                Order);
        return count == crowd.Count && first.SequenceEqual(crowd.First) ? crowd : new ChallengeCrowd(count, first);

        int Has(BoardEntry? entry) => entry is not null && entry.Joined.ContainsKey(challenge) ? 1 : 0;
        bool IsChanged(FirstJoiner joiner) => ids.Contains(joiner.UserId);
        static string Order(FirstJoiner joiner) => joiner.Order();
    }

    /// <summary>
    /// The first joiners of a challenge as stored. Entries come in the order in which their users joined anything, so once
    /// enough are found who joined this one before the next user joined anything, nobody earlier can follow.
    /// </summary>
    private async Task<IReadOnlyList<FirstJoiner>> ReadFirstAsync(
        IDocumentStore store, string challenge, int wanted, CancellationToken cancellation)
    {
        var found = new List<FirstJoiner>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.Leaderboards, Part.Name, BoardEntry.KindName)
            {
                Filters =
                [
                    new DocumentFilter.Between("joinOrder", null, BoardEntry.HiddenFrom),
                    new DocumentFilter.ContainsAny("joinedIds", challenge),
                ],
                Sort = new DocumentSort("joinOrder"),
                Limit = JoinersAtATime,
                Continuation = continuation,
            };
            (var entries, continuation) = await store.QueryAsync<BoardEntry>(query, cancellation);
            found.AddRange(entries.Select(entry => FirstJoiners.Of(entry, challenge)).OfType<FirstJoiner>());
            if (entries.Count > 0 && found.Count(joiner => string.CompareOrdinal(joiner.Order(), entries[^1].JoinOrder) <= 0) >= wanted)
                break;
        }
        while (continuation is not null);
        return [.. found.OrderBy(joiner => joiner.Order(), StringComparer.Ordinal)];
    }
}
