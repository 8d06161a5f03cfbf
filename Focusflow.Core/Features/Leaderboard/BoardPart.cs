using System.Globalization;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// A part of a week's board: a partition with some of the users, and a histogram, a top list and participants of its own. How many
/// there are is settled with the first document of the first part and stays, so that nobody's entry ever moves.
/// </summary>
/// <param name="Week">The week.</param>
/// <param name="Index">Which one; the first is 0.</param>
/// <param name="Count">How many there are.</param>
public sealed record BoardPart(IsoWeek Week, int Index, int Count)
{
    /// <summary>The partition: <c>2026-W47</c> of the first part, and <c>2026-W47/1</c> of the next.</summary>
    public string Name => Index == 0 ? Week.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Week}/{Index}");

    /// <summary>The first part, whose documents tell how many there are: one, unless they say otherwise.</summary>
    public static BoardPart First(IsoWeek week, int? parts = null) => new(week, 0, parts ?? 1);

    /// <summary>The part that a user is in.</summary>
    public BoardPart Of(string userId) => this with { Index = PartitionHash.OfUser(userId) * Count >> 16 };
}

/// <summary>Reads all parts of boards, and settles how many there are.</summary>
internal static class BoardParts
{
    /// <summary>Reads something of each part: of the first, and then at the same time of all others that it tells of.</summary>
    /// <param name="week">The week.</param>
    /// <param name="read">Reads it of a part.</param>
    /// <param name="parts">How many parts there are, as what was read says.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(IsoWeek week, Func<BoardPart, Task<T>> read, Func<T, int?> parts)
    {
        var first = await read(BoardPart.First(week));
        var count = parts(first) ?? 1;
        return count == 1
            ? [first]
            : [first, .. await Task.WhenAll(Enumerable.Range(1, count - 1).Select(index => read(new BoardPart(week, index, count))))];
    }

    /// <summary>The histogram of a part: a point read.</summary>
    public static async Task<BoardHistogram> ReadHistogramAsync(
        this IDocumentStore store, BoardPart part, EachByItself? each, CancellationToken cancellation) =>
        await store.ReadBoardAsync(
            part, () => store.ReadAsync<BoardHistogram>(part.Name, BoardHistogram.FixedId, cancellation).AsTask(), each, cancellation)
            ?? BoardHistogram.Empty(part);

    /// <summary>The histograms of all parts: a point read for each.</summary>
    public static Task<IReadOnlyList<BoardHistogram>> ReadHistogramsAsync(
        this IDocumentStore store, IsoWeek week, EachByItself? each, CancellationToken cancellation) =>
        ReadAsync(week, part => store.ReadHistogramAsync(part, each, cancellation), histogram => histogram.Parts);

    /// <summary>Makes a board that is not there yet, which settles how many parts it has; of two who do so one does.</summary>
    /// <param name="store">The store.</param>
    /// <param name="first">The first part.</param>
    public static ValueTask<CommitResult> OpenBoardAsync(this IDocumentStore store, BoardPart first)
    {
        var writes = new WriteSet(Containers.Leaderboards, first.Name).Create(BoardHistogram.Empty(first));

        // Whoever reads any of them must be told.
        if (first.Count > 1)
            writes.Create(BoardTop.Empty(first)).Create(BoardParticipants.Empty(first));
        return writes.CommitAsync(store);
    }
}
