using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Wellness;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Makes break reminders and says when it is too much work, once each, and plans the next; whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="wellness">Notes days with too many hours, and asks how the user is.</param>
public sealed class BreakReminders(IDocumentStore store, TimeProvider clock, WellnessKeeper wellness)
{
    private const int LookBack = 50;

    private static readonly string[] Needed = [OpenWork.FixedId, Account.DocumentId];

    /// <summary>
    /// Reminds if that very plan is in force and no break was taken. Notifications and next plan are one commit; the timer of
    /// the next is set before. A stale, early or repeated call does nothing.
    /// </summary>
    /// <returns>What became of it; a problem when others kept changing the work log.</returns>
    public Task<Outcome<ReminderResult>> DeliverAsync(
        BreakTimer timer, IDurableTimers timers, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<ReminderResult>(
            async () =>
            {
                var found = await store.ReadSomeAsync(Containers.UserData, timer.UserId, Needed, cancellation);
                var (work, settings) = (found.Find<OpenWork>(), found.Find<Account>()?.Settings);
                var now = clock.Now();
                var latest = work?.BreakDue == timer.Due ? await LatestBreakAsync(timer.UserId, now, cancellation) : default;
                var decided = BreakPlanning.Decide(work, settings, latest, timer.Due, now);
                var step = decided.Step;
                if (!step.Settles)
                    return step.Result;
                if (step.Next is { } next)
                    await timers.ScheduleAsync(new BreakTimer(timer.UserId, next), cancellation);

                var settled = BreakPlanning.Settle(work!, decided);
                var hard = decided.DayFullAt is { } full ? await wellness.OverworkedAsync(timer.UserId, settled.Day!, full, now, cancellation) : null;
                var told = WorkdayNotifications.Of(settled, decided, settings ?? new UserSettings(), now);
                return await ReminderCommit.CommitAsync(
                    store,
                    () => hard is null ? Settle(settled) : Settle(settled).Put(hard.Noted),
                    hard?.Asked is { } asked ? [.. told, asked] : told,
                    cancellation);
            },
            cancellation);

    private static WriteSet Settle(OpenWork settled) => WriteSet.ForUser(settled.UserId).Replace(settled);

    /// <summary>Looked for only when a reminder is due, so that starting and ending sessions costs nothing for it.</summary>
    private async Task<BreakSession> LatestBreakAsync(string userId, DateTimeOffset now, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, userId, FocusSession.KindName)
        {
            Sort = new DocumentSort("startedAt", Descending: true),
            Limit = LookBack,
        };
        var (sessions, _) = await store.QueryAsync<FocusSession>(query, cancellation);
        return sessions.FirstOrDefault(session => session.SessionType == SessionType.Break) is { } found
            ? new BreakSession(SessionRules.Settle(found, now).DueAt, SessionRules.Settle(found, now).EndedAt)
            : default;
    }
}
