using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>What a user's own documents say that the entry on a week's board must be. The only source of entries.</summary>
public static class BoardMember
{
    /// <summary>Reads the documents and makes the entry; null when the user has no place on the board (or is gone).</summary>
    /// <param name="store">The store.</param>
    /// <param name="part">The part of the board that the user is in.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<BoardEntry?> ReadAsync(IDocumentStore store, BoardPart part, string userId, CancellationToken cancellation)
    {
        var week = part.Week;
        string[] ids = [Account.DocumentId, WeekScore.IdOf(week), ChallengeWeek.IdOf(week)];
        var found = await store.ReadSomeAsync(Containers.UserData, userId, ids, cancellation);

        // Whoever is gone has no entry, whatever else is left of them.
        return found.Find<Account>() is { } known ? Make(part, known, found.Find<WeekScore>(), found.Find<ChallengeWeek>()) : null;
    }

    /// <summary>The weeks on whose boards a user may be. There are no points without challenges joined.</summary>
    public static async Task<IReadOnlyList<IsoWeek>> ReadWeeksAsync(
        IDocumentStore store, string userId, EachByItself each, CancellationToken cancellation)
    {
        var weeks = new List<IsoWeek>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.UserData, userId, ChallengeWeek.KindName)
            {
                Limit = 200,
                Continuation = continuation,
            };
            var page = await store.QueryAsync(query, cancellation);
            weeks.AddRange(each.Read<ChallengeWeek>(page.Documents).Select(document => IsoWeek.Parse(document.Week)));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return weeks;
    }

    /// <summary>The entry that the documents make.</summary>
    public static BoardEntry? Make(BoardPart part, Account? account, WeekScore? score, ChallengeWeek? challenges)
    {
        var joined = JoinedIn(challenges);
        return account is null || (score is not { Points: > 0 } && joined.Count == 0)
            ? null
            : new BoardEntry
            {
                Id = account.UserId,
                Board = part.Name,
                Name = account.Name,
                Avatar = account.Avatar,
                Visible = account.IsVisible,
                Points = score?.Points ?? 0,
                ReachedAt = score?.ReachedAt ?? default,
                Joined = joined,
            };
    }

    /// <summary>The challenges joined and not left, and when.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> JoinedIn(ChallengeWeek? challenges) =>
        (challenges?.Participations ?? []).Where(one => !one.HasLeft)
            .ToDictionary(one => one.ChallengeId, one => one.JoinedAt, StringComparer.Ordinal);

    /// <summary>Whether two entries of a user say the same.</summary>
    public static bool Same(BoardEntry? left, BoardEntry? right) =>
        left is null || right is null
            ? left is null && right is null
            : left.Name == right.Name
                && left.Avatar == right.Avatar
                && left.Visible == right.Visible
                && left.Points == right.Points
                && left.ReachedAt == right.ReachedAt
                && SameJoined(left.Joined, right.Joined);

    /// <summary>Whether two users have joined the same challenges at the same times.</summary>
    public static bool SameJoined(IReadOnlyDictionary<string, DateTimeOffset> left, IReadOnlyDictionary<string, DateTimeOffset> right) =>
        left.Count == right.Count && left.All(one => right.TryGetValue(one.Key, out var at) && at == one.Value);
}
