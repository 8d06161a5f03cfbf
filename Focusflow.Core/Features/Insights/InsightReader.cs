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
    internal static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>The numbers of the months that a span and the days before it lie in.</summary>
    public async Task<Outcome<InsightNumbers>> ReadAsync(Caller caller, InsightSpan span, CancellationToken cancellation = default)
    {
        var now = clock.Now();
        var look = new InsightLook(caller.UserId, span, now - Settling, InsightYear.FoldedBefore(now));
        var found = await ReadAsync(caller, look.Ids, cancellation);
        if (found.Find<InsightState>() is null)
        {
            var counted = await recount.RunAsync(caller, cancellation);
            if (counted.Problem is { } problem)
                return problem;
            found = await ReadAsync(caller, look.Ids, cancellation);
        }

        var state = found.Find<InsightState>()!;
        look.Add(found);
        await AddUnfoldedAsync(look, state, cancellation);
        await CountNewAsync(caller, look, state, cancellation);
        await KeepAsync(look, state, cancellation);
        return new InsightNumbers(look.Shown, found.Find<ShutdownDays>() ?? ShutdownDays.None(caller.UserId), found.Find<Account>());
    }

    private ValueTask<SomeDocuments> ReadAsync(Caller caller, IReadOnlyList<string> ids, CancellationToken cancellation) => store.ReadSomeAsync(
        Containers.UserData, caller.UserId, [InsightState.FixedId, Account.DocumentId, ShutdownDays.FixedId, .. ids], cancellation);

    /// <summary>Reads the months that could be folded by now and are not: once a month, and all of them in the first look after there were none.</summary>
    private async Task AddUnfoldedAsync(InsightLook look, InsightState state, CancellationToken cancellation)
    {
        if (state.FoldedBefore is { } name && InsightMonth.Parse(name) >= look.FoldedBefore)
            return;

        // Before the months: what is done to one after it was read changes its year as well, and keeps this look from writing it.
        var years = new DocumentQuery(Containers.UserData, look.UserId, InsightYear.KindName) { Limit = DocumentQuery.MaxLimit };
        look.Add(new SomeDocuments((await store.QueryAsync(years, cancellation)).Documents));
        if (state.FoldedBefore is not null)
        {
            look.AddUnfolded(await store.ReadSomeAsync(Containers.UserData, look.UserId, look.UnfoldedSince(InsightMonth.Parse(state.FoldedBefore)), cancellation));
            return;
        }

        var query = new DocumentQuery(Containers.UserData, look.UserId, InsightMonth.KindName) { Limit = DocumentQuery.MaxLimit };
        look.AddUnfolded(new SomeDocuments((await store.QueryAsync(query, cancellation)).Documents));
    }

    /// <summary>Adds the tasks made since the last look to the months at hand.</summary>
    private async Task CountNewAsync(Caller caller, InsightLook look, InsightState state, CancellationToken cancellation)
    {
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
                foreach (var cause in InsightCause.OfMade(task, caller.Calendar.DayOf(task.CreatedAt)))
                {
                    var id = InsightMonth.IdOf(cause.Day.ToYearMonth());
                    if (!look.Has(id))
                        look.Add(await store.ReadAsync<InsightMonth>(caller.UserId, id, cancellation) ?? InsightMonth.Empty(caller.UserId, cause.Day.ToYearMonth()));
                    look.Count(cause, id, keep: task.CreatedAt < look.Settled);
                }
            }

            query = query with { Continuation = continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>Writes what was counted and what can be folded, if nobody else does.</summary>
    private async Task KeepAsync(InsightLook look, InsightState state, CancellationToken cancellation)
    {
        if (look.Changed.Count == 0 && !look.HasUnfolded)
            return;
        var writes = WriteSet.ForUser(look.UserId).Replace(state with
        {
            CreatedUntil = look.Changed.Count > 0 ? look.Settled : state.CreatedUntil,
            FoldedBefore = look.HasUnfolded ? InsightMonth.NameOf(look.FoldedBefore) : state.FoldedBefore,
        });
        foreach (var month in look.Changed.Values)
            writes.Put(month);
        foreach (var months in look.ToFold().GroupBy(month => InsightMonth.Parse(month.Month).Year))
        {
            var year = look.FindYear(months.Key) ?? await store.ReadAsync<InsightYear>(look.UserId, InsightYear.IdOf(months.Key), cancellation)
                ?? InsightYear.Empty(look.UserId, months.Key);
            writes.Put(months.Aggregate(year, (sofar, month) => sofar.With(InsightMonth.Parse(month.Month), month)));
        }

        // Whoever was faster has done it, or the next look will.
        if (writes.Count <= DocumentBatch.MaxWrites)
            await writes.CommitAsync(store);
    }
}
