using System.Collections.Concurrent;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// Brings users' entries on a board in line with their own documents. It compares what is with what should be, so doing
/// it again, in another order or half-way changes nothing that is right already.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="rules">How boards are spread.</param>
public sealed class BoardWriter(IDocumentStore store, BoardRules rules)
{
    // Of the hundred writes of a batch, three are the histogram, the top list and the participants.
    internal const int UsersAtATime = DocumentBatch.MaxWrites - 3;
    private const int PartsAtOnce = 4;

    /// <summary>
    /// Updates the entries of users on a week's board, in each part by itself. Gives whether the board is frozen and a rank has moved
    /// since the final ranks were written.
    /// </summary>
    /// <param name="week">The week.</param>
    /// <param name="hints">The users, and what is known of them that an up-to-date entry must say.</param>
    /// <param name="each">Sets aside whose documents are malformed; their entries stay as they are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<bool> SyncAsync(
        IsoWeek week, IReadOnlyCollection<BoardHint> hints, EachByItself each, CancellationToken cancellation = default) =>
        SyncAsync(week, hints, each, writesAlways: false, cancellation);

    /// <summary>
    /// Takes a user off a board, whose account is gone, for good. Another writer may have read the account before it went and
    /// be about to write an entry; it has read the histogram's version before that. So this writes the histogram even when
    /// nothing changes: the other's commit then fails, and what it reads anew is that there is no account.
    /// </summary>
    public Task RemoveAsync(IsoWeek week, string userId, CancellationToken cancellation = default) =>
        SyncAsync(week, [new BoardHint(userId)], new EachByItself("deletions"), writesAlways: true, cancellation);

    private async Task<bool> SyncAsync(
        IsoWeek week, IReadOnlyCollection<BoardHint> hints, EachByItself each, bool writesAlways, CancellationToken cancellation)
    {
        var first = await OpenAsync(week, each, cancellation);
        var synced = new ConcurrentBag<Board>();
        await Parallel.ForEachAsync(
            hints.GroupBy(hint => first.Part.Of(hint.UserId)),
            new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellation },
            async (part, stop) =>
            {
                var read = part.Key == first.Part ? first : null;
                foreach (var some in part.Chunk(UsersAtATime))
                {
                    synced.Add(await SyncSomeAsync(part.Key, read, some, each, writesAlways, stop));
                    read = null;
                }
            });

        // Where nothing was there yet, another may have made the board with another number of parts. That is settled now.
        if (synced.Any(board => board.Part.Count != first.Part.Count))
            return await SyncAsync(week, hints, each, writesAlways, cancellation);
        return synced.Any(board => board.Histogram.FrozenAt is not null && board.Histogram.FinalRevision != board.Histogram.RankRevision);
    }

    /// <summary>The first part of a board, which says how many there are; of a new one, by how many took part in the week before.</summary>
    private async Task<Board> OpenAsync(IsoWeek week, EachByItself each, CancellationToken cancellation)
    {
        var first = await ReadAsync(BoardPart.First(week), each, cancellation);
        if (first.Histogram.ETag.Length > 0)
            return first;
        var before = BoardHistogram.Sum(await store.ReadHistogramsAsync(week.Previous, each, cancellation));
        var parts = rules.PartsAfter(before.Participants);
        if (parts == 1)
            return first; // the first entry makes it
        await store.OpenBoardAsync(BoardPart.First(week, parts));
        return await ReadAsync(BoardPart.First(week), each, cancellation);
    }

    /// <summary>A part of a board after the changes; unchanged if it turns out to be a part of another number.</summary>
    private async Task<Board> SyncSomeAsync(
        BoardPart part, Board? read, BoardHint[] hints, EachByItself each, bool writesAlways, CancellationToken cancellation)
    {
        var outcome = await Optimistic.RunAsync<Board>(
            async () =>
            {
                var board = read ?? await ReadAsync(part, each, cancellation);
                read = null; // another writer of this part was faster: then everything is read anew
                if (board.Part != part)
                    return board;
                var changes = await FindChangesAsync(part, hints, each, isFrozen: board.Histogram.FrozenAt is not null, cancellation);
                if (changes.Count == 0 && !writesAlways)
                    return board;

                var next = await store.ReadBoardAsync(part, () => board.AfterAsync(store, changes, cancellation), each, cancellation);
                var writes = next.WritesFrom(board);
                foreach (var change in changes)
                {
                    if (change.After is { } after)
                        writes.Put(after with { ETag = change.Before?.ETag ?? "" });
                    else
                        writes.Delete(change.Before!);
                }

                return (await writes.CommitAsync(store)).Succeeded ? (Outcome<Board>?)next : null;
            },
            cancellation);
        return outcome.Problem is null
            ? outcome.Value
            : throw new StoreUnavailableException($"The board of {part.Name} is being changed by too many writers.");
    }

    private Task<Board> ReadAsync(BoardPart part, EachByItself each, CancellationToken cancellation) =>
        store.ReadBoardAsync(part, () => Board.ReadAsync(store, part, cancellation), each, cancellation);

    private async Task<IReadOnlyList<EntryChange>> FindChangesAsync(
        BoardPart part, BoardHint[] hints, EachByItself each, bool isFrozen, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.Leaderboards, part.Name, BoardEntry.KindName)
        {
            Filters = [new DocumentFilter.OneOf("id", [.. hints.Select(hint => (FilterValue)hint.UserId)])],
            Limit = hints.Length,
        };
        var (found, _) = await store.ReadBoardAsync(part, () => store.QueryAsync<BoardEntry>(query, cancellation).AsTask(), each, cancellation);
        var entries = found.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var doubtful = hints.Where(hint => !hint.IsMetBy(entries.GetValueOrDefault(hint.UserId)));
        var read = await Task.WhenAll(doubtful.Select(hint => ReadAsync(hint.UserId)));
        return [.. read.OfType<EntryChange>().Where(change => !BoardMember.Same(change.Before, change.After))];

        async Task<EntryChange?> ReadAsync(string userId)
        {
            EntryChange? change = null;
            await each.TryAsync(BoardEntry.KindName, async () =>
            {
                var before = entries.GetValueOrDefault(userId);
                var after = await BoardMember.ReadAsync(store, part, userId, cancellation);
                if (after is not null)
                    after = after with { Counted = isFrozen && before is not null ? before.Counted : after.Visible };
                change = new EntryChange(before, after);
            });
            return change;
        }
    }
}
