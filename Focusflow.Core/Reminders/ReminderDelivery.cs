using Focusflow.Core.Calendar;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;
using Focusflow.Core.Tasks;
using Focusflow.Core.Telemetry;

namespace Focusflow.Core.Reminders;

/// <summary>Makes the notifications of reminders, once each, whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class ReminderDelivery(IDocumentStore store, TimeProvider clock)
{
    // Timers may come a few seconds late; what is a minute over has none that will come.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private const int PageSize = 100;

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

    /// <summary>
    /// Makes up for timers that never came: finds the overdue reminders of all users by their own index, page by page.
    /// </summary>
    /// <returns>The number of notifications made.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(Containers.UserData, null, TaskDocument.KindName)
        {
            Filters = [new DocumentFilter.Between("reminderDue", null, clock.Now() - Grace)],
            Sort = new DocumentSort("reminderDue"),
            Limit = PageSize,
        };
        var made = 0;
        do
        {
            var (tasks, next) = await store.QueryAsync<TaskDocument>(query, cancellation);
            foreach (var task in tasks)
            {
                if (task.PendingReminder is { } due
                    && await DeliverAsync(new ReminderTimer(task.UserId, task.Id, due), cancellation) is { Problem: null, Value: ReminderResult.Made })
                {
                    made++;
                }
            }

            query = query with { Continuation = next };
        }
        while (query.Continuation is not null);
        return made;
    }

    private async Task<Outcome<ReminderResult>?> RemindAsync(TaskDocument task, DateTimeOffset due, CancellationToken cancellation)
    {
        var notification = ReminderDecisions.Notify(task, due, clock.Now());
        var settled = TaskDecisions.Remind(task);
        var commit = await WriteSet.ForUser(task.UserId).Replace(settled).Create(notification).CommitAsync(store, cancellation);
        if (commit.Succeeded)
            Measures.Late("task_reminder", due, clock.Now());
        if (commit.Status != CommitStatus.Conflict)
            return commit.Succeeded ? ReminderResult.Made : null;

        // Told already, and yet pending: the same time was set anew after a clock was turned back. Once is enough.
        commit = await WriteSet.ForUser(task.UserId).Replace(settled).CommitAsync(store, cancellation);
        return commit.Succeeded ? ReminderResult.NotWanted : null;
    }
}
