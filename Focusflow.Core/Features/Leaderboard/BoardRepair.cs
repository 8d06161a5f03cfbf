using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// Makes a part of a board anew of which a document cannot be read: unreadable entries from their users' own documents, the rest from all
/// entries of the part. It reads all of it, which is worth it only then.
/// </summary>
internal static class BoardRepair
{
    private const int PageSize = 500;
    private const int Attempts = 20;

    /// <summary>Reads something of a part of a board; when that cannot be read, makes the part anew and reads it then.</summary>
    /// <param name="store">The store.</param>
    /// <param name="part">The part.</param>
    /// <param name="read">Reads the part and nothing else.</param>
    /// <param name="each">Told what was unreadable; null to have it counted only.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<T> ReadBoardAsync<T>(
        this IDocumentStore store, BoardPart part, Func<Task<T>> read, EachByItself? each, CancellationToken cancellation)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (SetAside.IsOfTheDocument(error))
        {
            await RepairAsync(store, part, each ?? new EachByItself("leaderboard"), cancellation);
            return await read();
        }
    }

    private static async Task RepairAsync(IDocumentStore store, BoardPart part, EachByItself each, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            // The histogram's version first: whoever changes the board meanwhile changes that, and this commit fails.
            var board = await ReadAsync(store, part, each, cancellation);
            var sum = new BoardSum();
            var unreadable = new List<StoredDocument>();
            var query = new DocumentQuery(Containers.Leaderboards, part.Name, BoardEntry.KindName) { Limit = PageSize };
            do
            {
                var page = await store.QueryAsync(query, cancellation);
                foreach (var stored in page.Documents)
                {
                    if (each.TryRead<BoardEntry>(stored, out var entry))
                        sum.Add(entry);
                    else
                        unreadable.Add(stored);
                }

                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);

            var some = unreadable.Take(BoardWriter.UsersAtATime).ToList();
            var entries = await Task.WhenAll(some.Select(stored => MakeAsync(store, part, stored.Id, each, cancellation)));
            foreach (var entry in entries.OfType<BoardEntry>())
                sum.Add(entry);
            var writes = new WriteSet(Containers.Leaderboards, part.Name)
                .Put(sum.Histogram(board.Histogram))
                .Put(board.Top with { Users = sum.Top })
                .Put(board.Participants with { Challenges = sum.Crowds });
            for (var i = 0; i < some.Count; i++)
                writes.Add(entries[i] is { } entry ? Replace(entry, some[i].ETag) : new DocumentWrite.Delete(some[i].Id, some[i].ETag));
            if ((await writes.CommitAsync(store)).Succeeded && some.Count == unreadable.Count)
                return;
        }

        throw new StoreUnavailableException($"The board of {part.Name} is being changed by too many writers.");
    }

    private static async Task<Board> ReadAsync(IDocumentStore store, BoardPart part, EachByItself each, CancellationToken cancellation)
    {
        var lost = BoardHistogram.Empty(part);
        if ((await BoardFollower.ReadProgressAsync(store, cancellation)).HasTurned(part.Week))
            lost = lost with { FrozenAt = part.Week.Closes };

        // Another number than any turn under way has, so that it ranks again.
        lost = lost with { RankRevision = Random.Shared.NextInt64(1L << 40, 1L << 50) };
        var histogram = await OrAsync(store, each, lost, cancellation);
        var top = await OrAsync(store, each, BoardTop.Empty(part), cancellation);
        var participants = await OrAsync(store, each, BoardParticipants.Empty(part), cancellation);

        // How many parts there are each document says, of the others too: entries would not be found by another number.
        var parts = histogram.Parts ?? top.Parts ?? participants.Parts
            ?? (await OrAsync(store, each, BoardHistogram.Empty(part with { Index = 1 }), cancellation)).Parts;
        return new(
            part with { Count = parts ?? 1 }, histogram with { Parts = parts }, top with { Parts = parts }, participants with { Parts = parts });
    }

    /// <summary>The document as stored; when it cannot be read, another with its version.</summary>
    private static async Task<T> OrAsync<T>(IDocumentStore store, EachByItself each, T other, CancellationToken cancellation)
        where T : BoardDocument, IDocument<T>
    {
        if (await store.ReadAsync(new DocumentKey(T.Container, other.Board, other.Id), cancellation) is not { } stored)
            return other;
        return each.TryRead<T>(stored, out var document) ? document : other with { ETag = stored.ETag };
    }

    /// <summary>The entry that the user's documents make; null when they make none, or cannot be read either.</summary>
    private static async Task<BoardEntry?> MakeAsync(
        IDocumentStore store, BoardPart part, string userId, EachByItself each, CancellationToken cancellation)
    {
        BoardEntry? entry = null;
        await each.TryAsync(BoardEntry.KindName, async () => entry = await BoardMember.ReadAsync(store, part, userId, cancellation));
        return entry is null ? null : entry with { Counted = entry.Visible };
    }

    private static DocumentWrite.Replace Replace(BoardEntry entry, string etag) =>
        new(entry.Id, BoardEntry.KindName, DocumentJson.Write(entry), etag) { TimeToLive = entry.TimeToLive };
}
