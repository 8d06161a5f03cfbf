using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The tasks of a day: due on it, due before it and still open, completed on it, and open ones without a due date that
/// were made or start on it.
/// </summary>
public static class Agenda
{
    /// <summary>The tasks of a day: one query for up to a thousand of them.</summary>
    public static async Task<IReadOnlyList<TaskDocument>> ReadAsync(
        IDocumentStore store, string userId, UserCalendar calendar, LocalDate day, CancellationToken cancellation = default) =>
        [.. (await ReadStoredAsync(store, userId, calendar, day, cancellation)).Select(found => found.Task)];

    /// <summary>The tasks of a day, each beside the document as it is stored.</summary>
    public static async Task<IReadOnlyList<(TaskDocument Task, StoredDocument Stored)>> ReadStoredAsync(
        IDocumentStore store, string userId, UserCalendar calendar, LocalDate day, CancellationToken cancellation = default)
    {
        var (start, end) = calendar.BoundsOf(day);
        var tasks = new List<(TaskDocument Task, StoredDocument Stored)>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.UserData, userId, TaskDocument.KindName)
            {
                Filters = [new DocumentFilter.Between("agendaUntil", start, null), new DocumentFilter.Between("agendaFrom", null, end)],
                Sort = new DocumentSort("agendaUntil"),
                Limit = DocumentQuery.MaxLimit,
                Continuation = continuation,
            };
            var page = await store.QueryAsync(query, cancellation);
            tasks.AddRange(page.Documents.Select(stored => (stored.As<TaskDocument>(), stored)).Where(found => IsOn(found.Item1, start, end)));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return tasks;
    }

    /// <summary>Whether a task is one of a day's, which runs from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public static bool IsOn(TaskDocument task, DateTimeOffset start, DateTimeOffset end)
    {
        return IsIn(task.CompletedAt)
            || IsIn(task.DueDate)
            || (!task.Completed && task.DueDate < start)
            || (task is { Completed: false, DueDate: null } && (IsIn(task.CreatedAt) || IsIn(task.StartDate)));

        bool IsIn(DateTimeOffset? instant) => instant >= start && instant < end;
    }

    /// <summary>
    /// The span outside of which a task is on no agenda: its first and last day are the ones these instants lie in. A
    /// query for a day finds few tasks too many and none too few.
    /// </summary>
    internal static (string From, string Until) SpanOf(TaskDocument task)
    {
        var (one, other) = task switch
        {
            { CompletedAt: { } completed } => (completed, task.DueDate ?? completed),
            { DueDate: { } due } => (due, DateTimeOffset.MaxValue),
            _ => (task.CreatedAt, task.StartDate ?? task.CreatedAt),
        };
        return one < other
            ? (InstantText.ToSortable(one), InstantText.ToSortable(other))
            : (InstantText.ToSortable(other), InstantText.ToSortable(one));
    }
}
