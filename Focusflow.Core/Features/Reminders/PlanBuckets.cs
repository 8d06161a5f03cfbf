using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>What is planned for users at instants that many of them share, in a document of each with the instant as <c>dueAt</c>.</summary>
public interface ISharedPlans
{
    /// <summary>The kind of the documents; their <c>dueAt</c> must be declared as a sort across partitions.</summary>
    static abstract string PlanKind { get; }

    /// <summary>
    /// Does what is planned for a user, if that very plan is in force, and plans the next, once however often it is called.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="due">The instant of the plan.</param>
    /// <param name="timers">Sets the timer of the next.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of it; a problem when others kept changing the plan.</returns>
    Task<Outcome<ReminderResult>> DeliverAsync(string userId, DateTimeOffset due, IDurableTimers timers, CancellationToken cancellation = default);
}

/// <summary>
/// Does all that is planned for one instant. Whoever has had a turn is no longer planned for it, so what is still to be done is what a
/// query finds, however often and from where it is asked.
/// </summary>
/// <typeparam name="TPlans">What is planned.</typeparam>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="plans">Does it for each user.</param>
public sealed class PlanBuckets<TPlans>(IDocumentStore store, TimeProvider clock, TPlans plans)
    where TPlans : ISharedPlans
{
    private const int MostGroups = 20;
    private const int AtOnce = 16;

    /// <summary>Sees to the first group.</summary>
    public async Task<BucketResult> DeliverAsync(DateTimeOffset due, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (clock.Now() < due)
            return BucketResult.TooEarly;
        var users = await FindAsync(due, PlanGroup.Size, cancellation);
        var settled = await DeliverToAsync(new PlanGroup(due, users), timers, cancellation);
        return users.Count == PlanGroup.Size && settled > 0 ? BucketResult.More : BucketResult.Done;
    }

    /// <summary>Those who still wait, in groups; not all when there are very many.</summary>
    public async Task<IReadOnlyList<PlanGroup>> FindGroupsAsync(DateTimeOffset due, CancellationToken cancellation = default) =>
        [.. (await FindAsync(due, PlanGroup.Size * MostGroups, cancellation)).Chunk(PlanGroup.Size).Select(users => new PlanGroup(due, users))];

    /// <summary>Sees to the users of a group; gives for how many that plan is over. What one of them breaks is left to the sweeper.</summary>
    public async Task<int> DeliverToAsync(PlanGroup group, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var (settled, each, once) = (0, new EachByItself("plans of an instant"), new EachTimerOnce(timers));
        await Parallel.ForEachAsync(
            group.Users,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (userId, _) =>
            {
                var done = false;
                await each.TryAsync(
                    TPlans.PlanKind,
                    async () => done = (await plans.DeliverAsync(userId, group.Due, once, cancellation)).Succeeded(out var result, out var problem)
                        ? result != ReminderResult.TooEarly
                        : throw new StoreUnavailableException(problem.Detail));
                if (done)
                    Interlocked.Increment(ref settled);
            });
        return settled;
    }

    private async Task<IReadOnlyList<string>> FindAsync(DateTimeOffset due, int most, CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, Partition: null, TPlans.PlanKind)
        {
            Filters = [new DocumentFilter.Between("dueAt", due, due.AddMilliseconds(1))],
            Sort = new DocumentSort("dueAt"),
            Limit = Math.Min(most, PlanGroup.Size),
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

/// <summary>Some of the users for whom something is planned at an instant.</summary>
/// <param name="Due">The instant.</param>
/// <param name="Users">Their ids.</param>
public sealed record PlanGroup(DateTimeOffset Due, IReadOnlyList<string> Users)
{
    /// <summary>How many users one call is meant for.</summary>
    public const int Size = 200;
}

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
