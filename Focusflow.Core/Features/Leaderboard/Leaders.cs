using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
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
    /// The best users and the asking one: four point reads, however many users there are. The user's own points are those
    /// of this moment, everybody else's those of the last refresh.
    /// </summary>
    public async Task<IReadOnlyList<LeaderRow>> ReadAsync(
        string userId, IsoWeek week, int limit = DefaultLimit, CancellationToken cancellation = default)
    {
        var board = week.ToString();
        var histogram = store.ReadAsync<BoardHistogram>(board, BoardHistogram.FixedId, cancellation).AsTask();
        var top = store.ReadAsync<BoardTop>(board, BoardTop.FixedId, cancellation).AsTask();
        var score = store.ReadAsync<WeekScore>(userId, WeekScore.IdOf(week), cancellation).AsTask();
        var account = store.ReadAsync<Account>(userId, Account.DocumentId, cancellation).AsTask();
        var (points, reachedAt) = await score is { } earned ? (earned.Points, earned.ReachedAt) : (0, default);
        var own = await account is { } person ? new TopUser(userId, person.Name, person.AvatarUrl, points, reachedAt) : null;
        return Arrange((await top)?.Users ?? [], await histogram ?? BoardHistogram.Empty(board), own, limit);
    }

    /// <summary>
    /// The rows: the first ones of the top list with the asking user put where it belongs, or else at the end. On a frozen
    /// board the ranks are the final ones, also when somebody in between is not to be seen any more.
    /// </summary>
    /// <param name="top">The top list, best first.</param>
    /// <param name="histogram">The histogram of the same board; tells the rank of a user outside of the list.</param>
    /// <param name="own">The asking user; null when the account is gone.</param>
    /// <param name="limit">The most rows besides the user's own.</param>
    public static IReadOnlyList<LeaderRow> Arrange(IReadOnlyList<TopUser> top, BoardHistogram histogram, TopUser? own, int limit)
    {
        var users = top.Where(user => user.UserId != own?.UserId).Concat(own is { Points: > 0 } ? [own] : [])
            .OrderBy(user => user.Order(), StringComparer.Ordinal).Take(limit);
        var rows = new List<LeaderRow>(limit + 1);
        foreach (var user in users)
        {
            var tied = rows.Count > 0 && rows[^1].Points == user.Points;
            rows.Add(Row(user, histogram.FrozenAt is not null ? histogram.RankOf(user.Points) : tied ? rows[^1].Rank : rows.Count + 1));
        }

        if (own is not null && !rows.Exists(row => row.IsCurrentUser))
            rows.Add(Row(own, histogram.RankOf(own.Points)));
        return rows;

        LeaderRow Row(TopUser user, int rank) =>
            new(rank, user.Name, user.Avatar, user.Points, IsCurrentUser: user.UserId == own?.UserId);
    }
}

/// <summary>A row of the board.</summary>
/// <param name="Rank">1 + the number of users with more points.</param>
/// <param name="Name">The full name, or else the username.</param>
/// <param name="Avatar">The avatar.</param>
/// <param name="Points">The points of the week.</param>
/// <param name="IsCurrentUser">Whether it is the user who asks.</param>
public sealed record LeaderRow(int Rank, string Name, string? Avatar, int Points, bool IsCurrentUser);
