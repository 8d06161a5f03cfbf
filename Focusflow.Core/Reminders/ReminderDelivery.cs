using Focusflow.Core.Calendar;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;
using Focusflow.Core.Tasks;

namespace Focusflow.Core.Reminders;

/// <summary>Makes the notifications of reminders, once each, whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class ReminderDelivery(IDocumentStore store, TimeProvider clock)
{
    // Timers may come a few seconds late; what is a minute over has none that will come.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

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
                var result = ReminderDecisions.Decide(task, timer.Due, clock.Now());
                return result == ReminderResult.Made ? await RemindAsync(task!, timer.Due, cancellation) : result;
            },
            cancellation);

    /// <summary>Makes up for timers that never came.</summary>
    /// <returns>The number of notifications made.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var made = 0;
        await foreach (var task in store.OverdueAsync<TaskDocument>("reminderDue", clock.Now() - Grace, cancellation))
        {
            if (task.PendingReminder is { } due
                && await DeliverAsync(new ReminderTimer(task.UserId, task.Id, due), cancellation) is { Problem: null, Value: ReminderResult.Made })
            {
                made++;
            }
        }

        return made;
    }

    private async Task<Outcome<ReminderResult>?> RemindAsync(TaskDocument task, DateTimeOffset due, CancellationToken cancellation)
    {
        var notification = ReminderDecisions.Notify(task, due, clock.Now());
        var settled = TaskDecisions.Remind(task);
        var commit = await WriteSet.ForUser(task.UserId).Replace(settled).Create(notification).CommitAsync(store, cancellation);
        if (commit.Status != CommitStatus.Conflict)
            return commit.Succeeded ? ReminderResult.Made : null;

        // Told already, and yet pending: the same time was set anew after a clock was turned back. Once is enough.
        commit = await WriteSet.ForUser(task.UserId).Replace(settled).CommitAsync(store, cancellation);
        return commit.Succeeded ? ReminderResult.NotWanted : null;
    }
}
