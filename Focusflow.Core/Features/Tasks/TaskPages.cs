using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>Reads lists of tasks page by page: one query, or two whose sorted answers are merged.</summary>
public static class TaskPages
{
    /// <summary>One page of a list.</summary>
    /// <param name="store">The store.</param>
    /// <param name="userId">Whose tasks.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="filter">Which tasks, in which order.</param>
    /// <param name="now">The instant that "today" is relative to.</param>
    /// <param name="limit">The most tasks.</param>
    /// <param name="continuation">What the page before gave, or null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The page, or 400 for a continuation of another list.</returns>
    public static async ValueTask<Outcome<DocumentPage>> ReadAsync(
        IDocumentStore store,
        string userId,
        UserCalendar calendar,
        TaskFilter filter,
        DateTimeOffset now,
        int limit,
        string? continuation = null,
        CancellationToken cancellation = default)
    {
        var queries = filter.ToQueries(userId, calendar, now).Select(query => query with { Limit = limit }).ToList();
        if (queries is [var only])
            return await store.QueryPageAsync(only with { Continuation = continuation }, cancellation);
        if (TaskStream.Read(store, queries, continuation) is not [var timed, var allDay])
            return Problem.InvalidCursor;
        try
        {
            var found = new List<StoredDocument>();
            while (found.Count < limit && await FirstAsync(timed, allDay, filter.Sort, calendar, cancellation) is { } first)
                found.Add(first.Take());
            var more = await FirstAsync(timed, allDay, filter.Sort, calendar, cancellation) is not null;
            return new DocumentPage(found, more ? TaskStream.Write(timed, allDay) : null);
        }
        catch (InvalidContinuationException)
        {
            return Problem.InvalidCursor;
        }
    }

    private static async ValueTask<TaskStream?> FirstAsync(
        TaskStream timed, TaskStream allDay, string sort, UserCalendar calendar, CancellationToken cancellation) =>
        (await timed.HasNextAsync(cancellation), await allDay.HasNextAsync(cancellation)) switch
        {
            (false, false) => null,
            (true, false) => timed,
            (false, true) => allDay,
            _ => TaskSort.Compare(sort, timed.Next, allDay.Next, calendar) <= 0 ? timed : allDay,
        };
}
