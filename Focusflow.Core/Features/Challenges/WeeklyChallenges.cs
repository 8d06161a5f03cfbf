using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>This week's challenges as one user sees them.</summary>
public sealed class WeeklyChallenges(
    IDocumentStore store, TimeProvider clock, ChallengeCatalogue catalogue, IChallengeCrowds crowds)
{
    /// <summary>
    /// All that are offered, and those the user has joined that no longer are: the user's week, the board's counts, and the account of a
    /// user who has joined something since the last refresh of them.
    /// </summary>
    public async Task<IReadOnlyList<ChallengeView>> ListAsync(Caller caller, CancellationToken cancellation = default)
    {
        var number = caller.Calendar.WeekOf(clock.Now());
        var week = await store.ReadAsync<ChallengeWeek>(caller.UserId, ChallengeWeek.IdOf(number), cancellation)
            ?? ChallengeWeek.Empty(caller.UserId, number);
        return await ViewAsync(week, _ => true, cancellation);
    }

    /// <summary>One challenge in a week of the user's that was just changed; null when it is not in the catalogue.</summary>
    public async Task<ChallengeView?> FindAsync(ChallengeWeek week, string challengeId, CancellationToken cancellation = default) =>
        await ViewAsync(week, id => id.Equals(challengeId, StringComparison.OrdinalIgnoreCase), cancellation) is [var view, ..]
            ? view
            : null;

    private async Task<IReadOnlyList<ChallengeView>> ViewAsync(
        ChallengeWeek week, Func<string, bool> isWanted, CancellationToken cancellation)
    {
        var challenges = await catalogue.ListAsync(cancellation);
        var counted = await crowds.ReadAsync(week.Week, week.UserId, cancellation);
        var isNew = week.Participations.Any(one => !one.HasLeft && !counted.CountsUserIn(one.ChallengeId));
        var account = isNew ? await store.ReadAsync<Account>(week.UserId, Account.DocumentId, cancellation) : null;
        var avatar = account is { IsVisible: true } ? account.Avatar : null;
        return
        [
            .. from challenge in challenges
               let own = week.FindJoined(challenge.Id)
               where isWanted(challenge.Id) && (challenge.IsOffered || own is not null)
               let user = new CrowdMember(week.UserId, counted.CountsUserIn(challenge.Id), avatar)
               select ChallengeView.Of(challenge, own, counted.Of(challenge.Id), user),
        ];
    }
}
