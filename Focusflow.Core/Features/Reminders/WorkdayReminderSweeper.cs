using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// Makes up for shutdown and break reminders whose timers never came or could not be set. Each one found gets its next timer
/// set, so that nobody depends on the sweeper twice.
/// </summary>
public sealed class WorkdayReminderSweeper(
    IDocumentStore store, TimeProvider clock, ShutdownReminders shutdowns, BreakReminders breaks)
{
    // Timers may come a few seconds late; what is a minute over has none that will come.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Looks at everything overdue. Gives how many plans it settled and what failed; one failure does not keep the rest waiting.</summary>
    public async Task<WorkdaySweep> SweepAsync(IDurableTimers timers, CancellationToken cancellation = default)
    {
        var (settled, failures) = (0, new List<Exception>());
        var before = clock.Now() - Grace;
        await foreach (var plan in store.OverdueAsync<ShutdownPlan>("dueAt", before, cancellation))
            await TryAsync(() => shutdowns.DeliverAsync(new ShutdownTimer(plan.UserId, plan.DueAt), timers, cancellation));
        await foreach (var work in store.OverdueAsync<OpenWork>("breakDue", before, cancellation))
        {
            if (work.BreakDue is { } due)
                await TryAsync(() => breaks.DeliverAsync(new BreakTimer(work.UserId, due), timers, cancellation));
        }

        return new WorkdaySweep(settled, failures);

        async Task TryAsync(Func<Task<Outcome<ReminderResult>>> deliver)
        {
            try
            {
                if ((await deliver()).Problem is { } problem)
                    failures.Add(new InvalidOperationException(problem.Detail));
                else
                    settled++;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failures.Add(error);
            }
        }
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Settled">How many plans it looked at.</param>
/// <param name="Failures">What went wrong with single ones; they are tried again by the next sweep.</param>
public sealed record WorkdaySweep(int Settled, IReadOnlyList<Exception> Failures);
