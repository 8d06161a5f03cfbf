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
    // The first place to see a day is at UTC+14, the last at UTC-12.
    private static readonly TimeSpan FirstPlace = TimeSpan.FromHours(14);
    private static readonly TimeSpan LastPlace = TimeSpan.FromHours(12);

    /// <summary>The tasks of a day: one query for up to a thousand of them.</summary>
    public static async Task<IReadOnlyList<TaskDocument>> ReadAsync(
        IDocumentStore store, string userId, UserCalendar calendar, LocalDate day, CancellationToken cancellation = default) =>
        [.. (await ReadStoredAsync(store, userId, calendar, day, cancellation)).Select(found => found.Stored.As<TaskDocument>())];

    /// <summary>The tasks of a day as they are stored, each with its times.</summary>
    public static async Task<IReadOnlyList<(TaskTimes Times, StoredDocument Stored)>> ReadStoredAsync(
        IDocumentStore store, string userId, UserCalendar calendar, LocalDate day, CancellationToken cancellation = default)
    {
        var (start, end) = calendar.BoundsOf(day);
        var tasks = new List<(TaskTimes Times, StoredDocument Stored)>();
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
            tasks.AddRange(page.Documents.Select(stored => (Times: TaskTimes.Of(stored), stored)).Where(found => IsOn(found.Times, calendar, day)));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return tasks;
    }

    /// <summary>Whether a task is one of a day's.</summary>
    private static bool IsOn(TaskTimes task, UserCalendar calendar, LocalDate day)
    {
        var due = task.DueDate?.DayIn(calendar);
        return IsDay(task.CompletedAt)
            || due == day
            || (!task.Completed && due < day)
            || (task is { Completed: false, DueDate: null } && (IsDay(task.CreatedAt) || IsDay(task.StartDate)));

        bool IsDay(DayOrInstant? time) => time?.DayIn(calendar) == day;
    }

    /// <summary>
    /// The span outside of which a task is on no agenda: its first and last day are the ones these instants lie in. A
    /// query for a day finds few tasks too many and none too few.
    /// </summary>
    internal static (string From, string Until) SpanOf(TaskDocument task)
    {
        ((DateTimeOffset First, DateTimeOffset Last) one, (DateTimeOffset First, DateTimeOffset Last) other) = task switch
        {
            { CompletedAt: { } completed } => (Anywhere(completed), Anywhere(task.DueDate ?? completed)),
            { DueDate: { } due } => (Anywhere(due), (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)),
            _ => (Anywhere(task.CreatedAt), Anywhere(task.StartDate ?? task.CreatedAt)),
        };
        return (
            InstantText.ToSortable(one.First < other.First ? one.First : other.First),
            InstantText.ToSortable(one.Last > other.Last ? one.Last : other.Last));
    }

    /// <summary>The instants that may belong to a day, whichever zone its user is in and whenever the days start there.</summary>
    private static (DateTimeOffset First, DateTimeOffset Last) Anywhere(DayOrInstant time) => time.Day is { } day
        ? (DayText.Midnight(day) - FirstPlace, DayText.Midnight(day.PlusDays(2)) + LastPlace)
        : (time.Instant!.Value, time.Instant.Value);
}
