using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// Brings users' entries on a board in line with their own documents. It compares what is with what should be, so doing
/// it again, in another order or half-way changes nothing that is right already.
/// </summary>
public sealed class BoardWriter(IDocumentStore store)
{
    // Of the hundred writes of a batch, three are the histogram, the top list and the participants.
    internal const int UsersAtATime = DocumentBatch.MaxWrites - 3;
    private const int Attempts = 20;

    /// <summary>Updates the entries of users on a week's board. Gives the histogram as it stands then.</summary>
    /// <param name="week">The week.</param>
    /// <param name="hints">The users, and what is known of them that an up-to-date entry must say.</param>
    /// <param name="each">Sets aside whose documents are malformed; their entries stay as they are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<BoardHistogram> SyncAsync(
        IsoWeek week, IReadOnlyCollection<BoardHint> hints, EachByItself each, CancellationToken cancellation = default)
    {
        var histogram = BoardHistogram.Empty(week.ToString());
        foreach (var some in hints.Chunk(UsersAtATime))
            histogram = await SyncSomeAsync(week, some, each, writesAlways: false, cancellation);
        return histogram;
    }

    /// <summary>
    /// Takes a user off a board, whose account is gone, for good. Another writer may have read the account before it went and
    /// be about to write an entry; it has read the histogram's version before that. So this writes the histogram even when
    /// nothing changes: the other's commit then fails, and what it reads anew is that there is no account.
    /// </summary>
    public Task RemoveAsync(IsoWeek week, string userId, CancellationToken cancellation = default) =>
        SyncSomeAsync(week, [new BoardHint(userId)], new EachByItself("deletions"), writesAlways: true, cancellation);

    private async Task<BoardHistogram> SyncSomeAsync(
        IsoWeek week, BoardHint[] hints, EachByItself each, bool writesAlways, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            var board = await store.ReadBoardAsync(week, () => Board.ReadAsync(store, week, cancellation), each, cancellation);
            var changes = await FindChangesAsync(week, hints, each, isFrozen: board.Histogram.FrozenAt is not null, cancellation);
            if (changes.Count == 0 && !writesAlways)
                return board.Histogram;

            var next = await store.ReadBoardAsync(week, () => board.AfterAsync(store, changes, cancellation), each, cancellation);
            var writes = next.WritesFrom(board);
            foreach (var change in changes)
            {
                if (change.After is { } after)
                    writes.Put(after with { ETag = change.Before?.ETag ?? "" });
                else
                    writes.Delete(change.Before!);
            }

            if ((await writes.CommitAsync(store)).Succeeded)
                return next.Histogram;

            // Another writer of this board was faster: read everything anew.
        }

        throw new StoreUnavailableException($"The board of {week} is being changed by too many writers.");
    }

    private async Task<IReadOnlyList<EntryChange>> FindChangesAsync(
        IsoWeek week, BoardHint[] hints, EachByItself each, bool isFrozen, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.Leaderboards, week.ToString(), BoardEntry.KindName)
        {
            Filters = [new DocumentFilter.OneOf("id", [.. hints.Select(hint => (FilterValue)hint.UserId)])],
            Limit = hints.Length,
        };
        var (found, _) = await store.ReadBoardAsync(week, () => store.QueryAsync<BoardEntry>(query, cancellation).AsTask(), each, cancellation);
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
                var after = await BoardMember.ReadAsync(store, week, userId, cancellation);
                if (after is not null)
                    after = after with { Counted = isFrozen && before is not null ? before.Counted : after.Visible };
                change = new EntryChange(before, after);
            });
            return change;
        }
    }
}
