using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>The board of a week as one user sees it: the users whom everybody may see, and that user.</summary>
public sealed class Leaders(IDocumentStore store)
{
    /// <summary>How many rows there are when nobody says how many.</summary>
    public const int DefaultLimit = 10;

    /// <summary>The most rows besides the user's own.</summary>
    public const int MaxLimit = 100;

    /// <summary>
    /// The best users and the asking one: two questions at the same time, however many users there are, one of the board and one of the
    /// user's own documents. Of a board in parts each further part takes one more, all at once. The user's own points are those of this
    /// moment, everybody else's those of the last refresh.
    /// </summary>
    public async Task<IReadOnlyList<LeaderRow>> ReadAsync(
        string userId, IsoWeek week, int limit = DefaultLimit, CancellationToken cancellation = default)
    {
        var own = store.ReadSomeAsync(Containers.UserData, userId, OwnIds(week), cancellation).AsTask();
        return await ReadAsync(userId, week, own, limit, cancellation);
    }

    /// <summary>The documents of a user that a board is shown with.</summary>
    public static IReadOnlyList<string> OwnIds(IsoWeek week) => [Account.DocumentId, WeekScore.IdOf(week)];

    /// <summary>The same for whoever reads the user's own documents (<see cref="OwnIds"/>) with others.</summary>
    public async Task<IReadOnlyList<LeaderRow>> ReadAsync(
        string userId, IsoWeek week, Task<SomeDocuments> ofUser, int limit = DefaultLimit, CancellationToken cancellation = default)
    {
        var reading = ReadBoardAsync(week, userId, cancellation);
        var found = await ofUser;
        var (points, reachedAt) = found.Find<WeekScore>() is { } earned ? (earned.Points, earned.ReachedAt) : (0, default);
        var own = found.Find<Account>() is { } person ? new TopUser(userId, person.Name, person.Avatar, points, reachedAt) : null;
        var board = await reading;
        return Arrange(board.Top, board.Histogram, own, board.Counted, limit);
    }

    /// <summary>
    /// The rows: the first ones of the top list with the asking user put where it belongs, or else at the end. A rank is
    /// 1 + the users with more points among those who count and the asking one; on a frozen board that may be more than are
    /// to be seen.
    /// </summary>
    /// <param name="top">The top list, best first.</param>
    /// <param name="histogram">The histogram of the same board; tells the rank of a user outside of the list.</param>
    /// <param name="own">The asking user; null when the account is gone.</param>
    /// <param name="counted">With how many points the histogram of a frozen board counts the asking user; 0 when it does not.</param>
    /// <param name="limit">The most rows besides the user's own.</param>
    public static IReadOnlyList<LeaderRow> Arrange(
        IReadOnlyList<TopUser> top, BoardHistogram histogram, TopUser? own, int counted, int limit)
    {
        var users = top.Where(user => user.UserId != own?.UserId).Concat(own is { Points: > 0 } ? [own] : [])
            .OrderBy(user => user.Order(), StringComparer.Ordinal).Take(limit);
        var rows = new List<LeaderRow>(limit + 1);
        foreach (var user in users)
            rows.Add(Row(user, histogram.FrozenAt is null ? rows.Count + 1 : FinalRank(user.Points)));
        if (own is not null && !rows.Exists(row => row.IsCurrentUser))
            rows.Add(Row(own, histogram.RankOf(own.Points)));
        return rows;

        // The list and the histogram are read one after the other: where a refresh came in between, the rows decide.
        LeaderRow Row(TopUser user, int rank)
        {
            if (rows.Count > 0)
                rank = rows[^1].Points == user.Points ? rows[^1].Rank : Math.Max(rank, rows[^1].Rank + 1);
            return new(rank, user.Name, new SiteUrl(PictureName.SmallAddressOf(user.Avatar)), user.Points, IsCurrentUser: user.UserId == own?.UserId);
        }

        // The asking user is above whoever has fewer points, whether the histogram counts that already or not.
        int FinalRank(int points) => histogram.RankOf(points) + (own?.Points > points && counted <= points ? 1 : 0);
    }

    /// <summary>The board as a whole, and the user's entry, which is in one of its parts and takes no question of its own.</summary>
    private async Task<BoardRead> ReadBoardAsync(IsoWeek week, string userId, CancellationToken cancellation)
    {
        var parts = await BoardParts.ReadAsync(
            week,
            part => store.ReadBoardAsync(part, () => ReadPartAsync(part, userId, cancellation), each: null, cancellation),
            part => part.Histogram.Parts);
        return new(
            BoardTop.Merge([.. parts.Select(part => part.Top)]),
            BoardHistogram.Sum([.. parts.Select(part => part.Histogram)]),
            parts.Select(part => part.Entry).FirstOrDefault(entry => entry is not null));
    }

    private async Task<BoardRead> ReadPartAsync(BoardPart part, string userId, CancellationToken cancellation)
    {
        var found = await store.ReadSomeAsync(Containers.Leaderboards, part.Name, [BoardHistogram.FixedId, BoardTop.FixedId, userId], cancellation);
        return new(found.Find<BoardTop>()?.Users ?? [], found.Find<BoardHistogram>() ?? BoardHistogram.Empty(part), found.Find<BoardEntry>());
    }

    /// <summary>What was read of a board, or of a part of it.</summary>
    private sealed record BoardRead(IReadOnlyList<TopUser> Top, BoardHistogram Histogram, BoardEntry? Entry)
    {
        /// <summary>With how many points the histogram of a frozen board counts the user; 0 when it does not.</summary>
        public int Counted => Histogram.FrozenAt is not null && Entry is { Counted: true } ? Entry.Points : 0;
    }
}

/// <summary>A row of the board.</summary>
/// <param name="Rank">1 + the number of users with more points.</param>
/// <param name="Name">The full name, or else the username.</param>
/// <param name="Avatar">The avatar; of a picture that was sent the small one.</param>
/// <param name="Points">The points of the week.</param>
/// <param name="IsCurrentUser">Whether it is the user who asks.</param>
public sealed record LeaderRow(int Rank, string Name, SiteUrl Avatar, int Points, bool IsCurrentUser);
