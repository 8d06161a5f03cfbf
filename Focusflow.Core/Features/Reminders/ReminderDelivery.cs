using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Makes the notifications of reminders, once each, whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class ReminderDelivery(IDocumentStore store, TimeProvider clock)
{
    /// <summary>
    /// Reminds if the task still wants it. The notification and the mark that the time is over are one commit, so it
    /// happens once; a stale, early or repeated call does nothing.
    /// </summary>
    /// <returns>What became of it; a problem when others kept changing the task.</returns>
    public Task<Outcome<ReminderResult>> DeliverAsync(ReminderTimer timer, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<ReminderResult>(
            async () =>
            {
                var task = await store.ReadAsync<TaskDocument>(timer.UserId, timer.TaskId, cancellation);
                var now = clock.Now();
                var result = ReminderDecisions.Decide(task, timer.Due, now);
                if (result != ReminderResult.Made)
                    return result;
                var settled = TaskDecisions.Remind(task!);
                return await ReminderCommit.CommitAsync(
                    store,
                    () => WriteSet.ForUser(timer.UserId).Replace(settled),
                    ReminderDecisions.Notify(task!, timer.Due, now),
                    cancellation);
            },
            cancellation);

    /// <summary>Makes up for timers that never came.</summary>
    public async Task<ReminderSweep> SweepAsync(CancellationToken cancellation = default)
    {
        var (made, each) = (0, new EachByItself("task reminders", comesBack: true));
        await foreach (var task in store.OverdueAsync<TaskDocument>("reminderDue", clock.Now() - DocumentStoreExtensions.TimersMayBeLate, each, cancellation))
        {
            if (task.PendingReminder is { } due)
                await each.TryAsync(TaskDocument.KindName, async () => made += await DeliverAsync(new ReminderTimer(task.UserId, task.Id, due), cancellation) is { Problem: null, Value: ReminderResult.Made } ? 1 : 0);
        }

        return new ReminderSweep(made, each.SetAside);
    }
}

/// <summary>What a sweep did.</summary>
/// <param name="Made">The number of notifications made.</param>
/// <param name="SetAside">What went wrong with single ones; they are tried again by the next sweep.</param>
public sealed record ReminderSweep(int Made, IReadOnlyList<SetAside> SetAside);
