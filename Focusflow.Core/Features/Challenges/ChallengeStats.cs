using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Challenges;

/// <summary>What a user has achieved.</summary>
/// <param name="TotalPoints">All points ever earned with challenges.</param>
/// <param name="ChallengesDone">How many challenges were completed.</param>
/// <param name="ShutdownStreak">The shutdown streak in days.</param>
/// <param name="AvgShutdownTime">The mean local time of the reflections of the last 30 days that tell it, <c>H:mm</c>; <c>0:00</c> without any.</param>
public sealed record ChallengeStats(int TotalPoints, int ChallengesDone, int ShutdownStreak, string AvgShutdownTime)
{
    /// <summary>The figures that the documents make.</summary>
    public static ChallengeStats Of(ChallengeTotals? totals, ShutdownDays? days, Account? account, NodaTime.LocalDate today) => new(
        totals?.TotalPoints ?? 0,
        totals?.ChallengesCompleted ?? 0,
        days is null ? 0 : Streak.On(today, days, day => account?.WorkedOn(day) ?? true),
        days?.MeanTime(today) ?? "0:00");
}

/// <summary>Reads what users have achieved.</summary>
public sealed class ChallengeStatsReader(IDocumentStore store, TimeProvider clock)
{
    /// <summary>The figures as of now, in one query.</summary>
    public async Task<ChallengeStats> ReadAsync(Caller caller, CancellationToken cancellation = default)
    {
        var found = await store.ReadSomeAsync(
            Containers.UserData, caller.UserId, [ChallengeTotals.FixedId, ShutdownDays.FixedId, Account.DocumentId], cancellation);
        return ChallengeStats.Of(
            found.Find<ChallengeTotals>(),
            found.Find<ShutdownDays>(),
            found.Find<Account>(),
            caller.Calendar.DayOf(clock.Now()));
    }
}
