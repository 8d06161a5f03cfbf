using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>
/// A user whose entry may be out of date, and what the changed documents said. It only saves reading: when the entry says
/// the same, it is up to date; when not, the user's documents are read, however old the hint is.
/// </summary>
/// <param name="UserId">The user.</param>
public sealed record BoardHint(string UserId)
{
    /// <summary>The account as it was seen to change.</summary>
    public Account? Account { get; init; }

    /// <summary>The week's score as it was seen to change.</summary>
    public WeekScore? Score { get; init; }

    /// <summary>The week's challenges as they were seen to change.</summary>
    public ChallengeWeek? Challenges { get; init; }

    /// <summary>Whether nothing is known but that something has changed, such as a deletion.</summary>
    public bool IsBlank => Account is null && Score is null && Challenges is null;

    /// <summary>Whether an entry already says what was seen.</summary>
    public bool IsMetBy(BoardEntry? entry)
    {
        if (IsBlank)
            return false;
        if (entry is null)
            return Account is null && Score is not { Points: > 0 } && BoardMember.JoinedIn(Challenges).Count == 0;
        return SaysAccount(entry)
            && (Score is null || (entry.Points == Score.Points && entry.ReachedAt == Score.ReachedAt))
            && (Challenges is null || BoardMember.SameJoined(entry.Joined, BoardMember.JoinedIn(Challenges)));
    }

    private bool SaysAccount(BoardEntry entry) => Account is null
        || (entry.Name == Account.Name && entry.Avatar == Account.Avatar && entry.Visible == Account.IsVisible);
}
