using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>Reads lists of tasks page by page: one query, or two whose sorted answers are merged, and one that comes after them.</summary>
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
        if (TaskStream.Read(store, queries, continuation) is not { } streams)
            return Problem.InvalidCursor;
        try
        {
            var found = new List<StoredDocument>();
            while (found.Count < limit && await FirstAsync(streams, filter.Sort, calendar, cancellation) is { } first)
                found.Add(first.Take());
            var more = await FirstAsync(streams, filter.Sort, calendar, cancellation) is not null;
            return new DocumentPage(found, more ? TaskStream.Write(streams) : null);
        }
        catch (InvalidContinuationException)
        {
            return Problem.InvalidCursor;
        }
    }

    // Two and two: what has no due date is not asked for before its turn.
    private static async ValueTask<TaskStream?> FirstAsync(
        TaskStream[] streams, string sort, UserCalendar calendar, CancellationToken cancellation)
    {
        foreach (var merged in streams.Chunk(2))
        {
            TaskStream? first = null;
            foreach (var stream in merged)
            {
                if (await stream.HasNextAsync(cancellation) && (first is null || TaskSort.Compare(sort, stream.Next, first.Next, calendar) < 0))
                    first = stream;
            }

            if (first is not null)
                return first;
        }

        return null;
    }
}
