using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// Makes all shutdown reminders of one instant. Whoever is reminded is no longer planned for it, so what is still to be done is what a
/// query finds, however often and from where it is asked.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="reminders">Makes each one.</param>
public sealed class ShutdownBuckets(IDocumentStore store, TimeProvider clock, ShutdownReminders reminders)
{
    /// <summary>How many users one call of <see cref="DeliverToAsync"/> is meant for.</summary>
    public const int GroupSize = 200;

    private const int MostGroups = 20;
    private const int AtOnce = 16;

    /// <summary>Reminds the first group.</summary>
    public async Task<BucketResult> DeliverAsync(DateTimeOffset due, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (clock.Now() < due)
            return BucketResult.TooEarly;
        var users = await FindAsync(due, GroupSize, cancellation);
        var settled = await DeliverToAsync(new ShutdownGroup(due, users), timers, cancellation);
        return users.Count == GroupSize && settled > 0 ? BucketResult.More : BucketResult.Done;
    }

    /// <summary>Those that are still to be reminded, in groups; not all when there are very many.</summary>
    public async Task<IReadOnlyList<ShutdownGroup>> FindGroupsAsync(DateTimeOffset due, CancellationToken cancellation = default) =>
        [.. (await FindAsync(due, GroupSize * MostGroups, cancellation)).Chunk(GroupSize).Select(users => new ShutdownGroup(due, users))];

    /// <summary>Reminds the users of a group; gives for how many that plan is over. What one of them breaks is left to the sweeper.</summary>
    public async Task<int> DeliverToAsync(ShutdownGroup group, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var (settled, each, once) = (0, new EachByItself("shutdown reminders"), new EachTimerOnce(timers));
        await Parallel.ForEachAsync(
            group.Users,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (userId, _) =>
            {
                var done = false;
                await each.TryAsync(
                    ShutdownPlan.KindName,
                    async () => done = (await reminders.DeliverAsync(userId, group.Due, once, cancellation)).Succeeded(out var result, out var problem)
                        ? result != ReminderResult.TooEarly
                        : throw new StoreUnavailableException(problem.Detail));
                if (done)
                    Interlocked.Increment(ref settled);
            });
        return settled;
    }

    private async Task<IReadOnlyList<string>> FindAsync(DateTimeOffset due, int most, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, Partition: null, ShutdownPlan.KindName)
        {
            Filters = [new DocumentFilter.Between("dueAt", due, due.AddMilliseconds(1))],
            Sort = new DocumentSort("dueAt"),
            Limit = Math.Min(most, GroupSize),
        };
        List<string> users = [];
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            users.AddRange(page.Documents.Select(document => document.Partition));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && users.Count < most);
        return users;
    }

    // The users of an instant mostly have the next one in common, too.
    private sealed class EachTimerOnce(IDurableTimers timers) : IDurableTimers
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, Task> set = new(StringComparer.Ordinal);

        public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation)
        {
            lock (gate)
            {
                var id = timer.InstanceId();
                if (!set.TryGetValue(id, out var setting) || setting.IsFaulted || setting.IsCanceled)
                    set[id] = setting = timers.ScheduleAsync(timer, cancellation);
                return setting;
            }
        }
    }
}

/// <summary>Some of the users who are to be reminded at an instant.</summary>
/// <param name="Due">The instant.</param>
/// <param name="Users">Their ids.</param>
public sealed record ShutdownGroup(DateTimeOffset Due, IReadOnlyList<string> Users);

/// <summary>What a wake-up for an instant has come to.</summary>
public enum BucketResult
{
    /// <summary>Nobody is left.</summary>
    Done,

    /// <summary>There may be others.</summary>
    More,

    /// <summary>The time has not come by the clock of this server: wait on.</summary>
    TooEarly,
}
