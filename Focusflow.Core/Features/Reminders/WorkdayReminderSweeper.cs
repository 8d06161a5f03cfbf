using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// Makes up for shutdown and break reminders and weekly reviews whose timers never came or could not be set. Each one found gets its next timer
/// set, so that nobody depends on the sweeper twice.
/// </summary>
public sealed class WorkdayReminderSweeper(
    IDocumentStore store, TimeProvider clock, ShutdownReminders shutdowns, BreakReminders breaks, WeeklyReviews reviews)
{
    /// <summary>Looks at everything overdue. Gives how many plans it settled and what was set aside.</summary>
    public async Task<WorkdaySweep> SweepAsync(IDurableTimers timers, CancellationToken cancellation = default)
    {
        var (settled, each) = (0, new EachByItself("workday reminders", comesBack: true));
        var before = clock.Now() - DocumentStoreExtensions.TimersMayBeLate;
        await foreach (var plan in store.OverdueAsync<ShutdownPlan>("dueAt", before, each, cancellation))
            await TryAsync(ShutdownPlan.KindName, () => shutdowns.DeliverAsync(plan.UserId, plan.DueAt, timers, cancellation));
        await foreach (var plan in store.OverdueAsync<ReviewPlan>("dueAt", before, each, cancellation))
            await TryAsync(ReviewPlan.KindName, () => reviews.DeliverAsync(plan.UserId, plan.DueAt, timers, cancellation));
        await foreach (var work in store.OverdueAsync<OpenWork>("breakDue", before, each, cancellation))
        {
            if (work.BreakDue is { } due)
                await TryAsync(OpenWork.KindName, () => breaks.DeliverAsync(new BreakTimer(work.UserId, due), timers, cancellation));
        }

        return new WorkdaySweep(settled, each.SetAside);

        Task TryAsync(string kind, Func<Task<Outcome<ReminderResult>>> deliver) => each.TryAsync(kind, async () =>
        {
            if ((await deliver()).Problem is { } problem)
                throw new StoreUnavailableException(problem.Detail);
            settled++;
        });
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Settled">How many plans it looked at.</param>
/// <param name="SetAside">What went wrong with single ones; they are tried again by the next sweep.</param>
public sealed record WorkdaySweep(int Settled, IReadOnlyList<SetAside> SetAside);
