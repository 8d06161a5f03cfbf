using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Makes shutdown reminders, once a day each, and plans the next; whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class ShutdownReminders(IDocumentStore store, TimeProvider clock) : ISharedPlans
{
    private static readonly string[] Needed = [ShutdownPlan.FixedId, Account.DocumentId, ShutdownDays.FixedId, Access.DocumentId];

    /// <inheritdoc/>
    public static string PlanKind => ShutdownPlan.KindName;

    /// <summary>
    /// Reminds if that very plan is in force and the user still wants it. Notification and next plan are one commit; the
    /// timer of the next is set before. A stale, early or repeated call does nothing. Who has been away for long (see
    /// <see cref="Presence"/>) has none planned until the next request.
    /// </summary>
    /// <param name="userId">Whom to remind.</param>
    /// <param name="due">The instant of the plan.</param>
    /// <param name="timers">Sets the timer of the next.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of it; a problem when others kept changing the plan.</returns>
    public Task<Outcome<ReminderResult>> DeliverAsync(
        string userId, DateTimeOffset due, IDurableTimers timers, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<ReminderResult>(
            async () =>
            {
                var found = await store.ReadSomeAsync(Containers.UserData, userId, Needed, cancellation);
                var plan = found.Find<ShutdownPlan>();
                var days = found.Find<ShutdownDays>() ?? ShutdownDays.None(userId);
                var now = clock.Now();
                var away = Presence.IsAway(found.Find<Access>()?.SeenAt, now);
                var step = ShutdownPlanning.Decide(plan, found.Find<Account>()?.Settings, days.Contains, away, due, now);
                if (!step.Settles)
                    return step.Result;
                if (step.Next is { } next)
                    await timers.ScheduleAsync(new ShutdownTimer(next.At), cancellation);
                return await ReminderCommit.CommitAsync(
                    store,
                    () => Settled(plan!, step.Next),
                    step.Result == ReminderResult.Made ? WorkdayNotifications.Of(plan!, now) : null,
                    cancellation);
            },
            cancellation);

    private static WriteSet Settled(ShutdownPlan plan, PlannedShutdown? next)
    {
        var writes = WriteSet.ForUser(plan.UserId);
        return next is { } time ? writes.Replace(ShutdownPlan.Of(plan.UserId, time) with { ETag = plan.ETag }) : writes.Delete(plan);
    }
}
