using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Counts everything of a user anew: for the first look of somebody who did something before there were insights, and whenever
/// numbers and what is stored are thought to differ. It reads all sessions, tasks and reflections, so nothing else calls it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class InsightRecount(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Counts and writes what is not so already.</summary>
    /// <returns>Done, or 409 when the numbers kept changing meanwhile.</returns>
    public Task<Outcome<Done>> RunAsync(Caller caller, CancellationToken cancellation = default) => Optimistic.RunAsync<Done>(
        async () =>
        {
            var now = clock.Now();

            // The versions come first: what is counted after them and committed before the writes makes these fail.
            var stored = (await AllAsync<InsightMonth>(caller.UserId, sort: null, cancellation)).ToDictionary(month => month.Id, StringComparer.Ordinal);
            var years = await AllAsync<InsightYear>(caller.UserId, sort: null, cancellation);
            var state = await store.ReadAsync<InsightState>(caller.UserId, InsightState.FixedId, cancellation);
            var until = now - InsightReader.Settling;
            var months = await CountAsync(caller, until, cancellation);
            foreach (var id in stored.Keys.Where(id => !months.ContainsKey(id)))
                months[id] = stored[id] with { FocusSeconds = [], FocusSessions = [], BreakSeconds = [], Breaks = [], Created = [], Completed = [], OnTime = [], EstimatedMinutes = [], RealSeconds = [], Shutdown = [], Hours = Empty, Tags = Empty };
            foreach (var some in months.Values.Chunk(DocumentBatch.MaxWrites - 1))
            {
                var writes = WriteSet.ForUser(caller.UserId);
                foreach (var month in some)
                    writes.Put(month with { ETag = stored.GetValueOrDefault(month.Id)?.ETag ?? "" });
                if (!(await writes.CommitAsync(store)).Succeeded)
                    return null;
            }

            // With the state, so that whoever folds something else at the same time fails.
            var last = WriteSet.ForUser(caller.UserId).Put(new InsightState
            {
                Id = InsightState.FixedId,
                UserId = caller.UserId,
                CreatedUntil = until,
                FoldedBefore = InsightMonth.NameOf(InsightYear.FoldedBefore(now)),
                ETag = state?.ETag ?? "",
            });
            foreach (var year in Fold(caller.UserId, months.Values, years, InsightYear.FoldedBefore(now)).Values)
                last.Put(year);
            return (await last.CommitAsync(store)).Succeeded ? default(Done) : null;
        },
        cancellation);

    private static readonly Dictionary<string, IReadOnlyList<int>> Empty = [];

    private static Dictionary<string, InsightYear> Fold(string userId, IEnumerable<InsightMonth> months, IReadOnlyList<InsightYear> stored, YearMonth before)
    {
        var years = stored.ToDictionary(year => year.Id, year => InsightYear.Empty(userId, 1) with { Id = year.Id, ETag = year.ETag }, StringComparer.Ordinal);
        foreach (var month in months)
        {
            if (InsightMonth.Parse(month.Month) is var number && number < before)
                years[InsightYear.IdOf(number.Year)] = (years.GetValueOrDefault(InsightYear.IdOf(number.Year)) ?? InsightYear.Empty(userId, number.Year)).With(number, month);
        }

        return years;
    }

    private async Task<Dictionary<string, InsightMonth>> CountAsync(Caller caller, DateTimeOffset until, CancellationToken cancellation)
    {
        var months = new Dictionary<string, InsightMonth>(StringComparer.Ordinal);
        foreach (var session in await AllAsync<FocusSession>(caller.UserId, "startedAt", cancellation))
            Add(InsightCause.Of(session));
        foreach (var reflection in await AllAsync<Reflection>(caller.UserId, "day", cancellation))
            Add(InsightCause.Of(reflection));
        foreach (var task in await AllAsync<TaskDocument>(caller.UserId, "createdAt", cancellation))
        {
            // The next look counts what was made since, and what that tells of.
            if (task.Completion is not { Told: true } || task.CompletedAt < until)
                Add(InsightCause.Of(task));
            if (task.CreatedAt < until)
                Add(new InsightCause(caller.Calendar.DayOf(task.CreatedAt), [new(InsightColumn.Created, 1)]));
        }

        return months;

        void Add(InsightCause? cause)
        {
            if (cause is null)
                return;
            var id = InsightMonth.IdOf(cause.Day.ToYearMonth());
            months[id] = cause.AddTo(months.GetValueOrDefault(id) ?? InsightMonth.Empty(caller.UserId, cause.Day.ToYearMonth()));
        }
    }

    private async Task<List<T>> AllAsync<T>(string userId, string? sort, CancellationToken cancellation)
        where T : Document, IDocument<T>
    {
        var all = new List<T>();
        var query = new DocumentQuery(Containers.UserData, userId, T.KindName)
        {
            Sort = sort is null ? null : new DocumentSort(sort),
            Limit = DocumentQuery.MaxLimit,
        };
        do
        {
            var (page, continuation) = await store.QueryAsync<T>(query, cancellation);
            all.AddRange(page);
            query = query with { Continuation = continuation };
        }
        while (query.Continuation is not null);
        return all;
    }
}
