using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Reads the numbers of a span: one query for the months, by their ids, and one for the tasks made since they were last counted.
/// A task is made in one write of its own, which counts nothing, so the look that finds new ones counts them.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="recount">Counts everything at the first look.</param>
public sealed class InsightReader(IDocumentStore store, TimeProvider clock, InsightRecount recount)
{
    // A task is stored a moment after the instant that it bears; what is older than this has been stored, or never will be.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>The numbers of the months that a span and the days before it lie in.</summary>
    public async Task<Outcome<InsightNumbers>> ReadAsync(Caller caller, InsightSpan span, CancellationToken cancellation = default)
    {
        var ids = span.Before.Months.Union(span.Months).Select(InsightMonth.IdOf).ToList();
        var found = await ReadAsync(caller, ids, cancellation);
        if (found.Find<InsightState>() is null)
        {
            var counted = await recount.RunAsync(caller, cancellation);
            if (counted.Problem is { } problem)
                return problem;
            found = await ReadAsync(caller, ids, cancellation);
        }

        var months = found.All<InsightMonth>().ToDictionary(month => month.Id, StringComparer.Ordinal);
        var state = found.Find<InsightState>()!;
        await CountNewAsync(caller, state, months, cancellation);
        var account = found.Find<Account>();
        return new InsightNumbers(months, found.Find<ShutdownDays>() ?? ShutdownDays.None(caller.UserId), day => account?.WorkedOn(day) ?? true);
    }

    private ValueTask<SomeDocuments> ReadAsync(Caller caller, IReadOnlyList<string> months, CancellationToken cancellation) => store.ReadSomeAsync(
        Containers.UserData, caller.UserId, [InsightState.FixedId, Account.DocumentId, ShutdownDays.FixedId, .. months], cancellation);

    /// <summary>Adds the tasks made since the last look to the months at hand, and to those stored if nobody else does.</summary>
    private async Task CountNewAsync(
        Caller caller, InsightState state, Dictionary<string, InsightMonth> months, CancellationToken cancellation)
    {
        var settled = clock.Now() - Settling;
        var changed = new Dictionary<string, InsightMonth>(StringComparer.Ordinal);
        var query = new DocumentQuery(Containers.UserData, caller.UserId, TaskDocument.KindName)
        {
            Filters = [new DocumentFilter.Between("createdAt", state.CreatedUntil, null)],
            Sort = new DocumentSort("createdAt"),
            Limit = DocumentQuery.MaxLimit,
        };
        do
        {
            var (tasks, continuation) = await store.QueryAsync<TaskDocument>(query, cancellation);
            foreach (var task in tasks)
            {
                var cause = new InsightCause(caller.Calendar.DayOf(task.CreatedAt), [new(InsightColumn.Created, 1)]);
                var month = cause.Day.ToYearMonth();
                var id = InsightMonth.IdOf(month);
                var stored = changed.GetValueOrDefault(id) ?? months.GetValueOrDefault(id)
                    ?? await store.ReadAsync<InsightMonth>(caller.UserId, id, cancellation) ?? InsightMonth.Empty(caller.UserId, month);
                if (task.CreatedAt < settled)
                    changed[id] = cause.AddTo(stored);
                months[id] = cause.AddTo(months.GetValueOrDefault(id) ?? stored);
            }

            query = query with { Continuation = continuation };
        }
        while (query.Continuation is not null);

        if (changed.Count is 0 or >= DocumentBatch.MaxWrites)
            return;
        var writes = WriteSet.ForUser(caller.UserId).Replace(state with { CreatedUntil = settled });
        foreach (var month in changed.Values)
            writes.Put(month);

        // Whoever was faster has counted them, or the next look will.
        await writes.CommitAsync(store);
    }
}
