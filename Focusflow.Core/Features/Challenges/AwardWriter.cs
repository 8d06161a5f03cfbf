using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Adds to a transaction what completed challenges mean: the week's points, the totals, the notifications.</summary>
internal static class AwardWriter
{
    /// <summary>Adds the changed week and, when something was completed, what follows; only then it reads.</summary>
    public static async ValueTask AddAsync(
        IDocumentStore store, ChallengeStep step, DateTimeOffset now, WriteSet writes, CancellationToken cancellation)
    {
        writes.Put(step.Next);
        if (step.Awards.Count == 0)
            return;

        var userId = step.Next.UserId;
        var week = IsoWeek.Parse(step.Next.Week);
        var found = await store.ReadSomeAsync(Containers.UserData, userId, [WeekScore.IdOf(week), ChallengeTotals.FixedId], cancellation);
        var score = found.Find<WeekScore>() ?? WeekScore.None(userId, week);
        var totals = found.Find<ChallengeTotals>() ?? ChallengeTotals.None(userId);
        writes.Put(score.With(step.Awards)).Put(totals.With(step.Awards));
        foreach (var award in step.Awards)
            writes.Create(ChallengeNews.Notify(userId, week, award, now));
    }
}
