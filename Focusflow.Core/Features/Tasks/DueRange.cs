using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The named stretches of time that tasks can be due in, in the user's days.</summary>
public static class DueRange
{
    private const string Path = "dueFirst";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["today", "tomorrow", "upcoming", "overdue", "this_week", "none"];

    /// <summary>
    /// What a task of a range fulfils. Overdue: due before now and open. Upcoming: due after today. This week: Monday to
    /// Sunday of today's week, what has passed included. None: without a due date.
    /// </summary>
    public static IEnumerable<DocumentFilter> Conditions(string range, UserCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.DayOf(now);
        return range switch
        {
            "today" => [Days(calendar, today, 1)],
            "tomorrow" => [Days(calendar, today.PlusDays(1), 1)],
            "upcoming" => [Between(calendar.StartOf(today.PlusDays(1)), null)],
            "overdue" => [Between(null, now), new DocumentFilter.EqualTo("completed", false)],
            "this_week" => [Days(calendar, IsoWeek.Of(today).Monday, 7)],
            "none" => [new DocumentFilter.EqualTo(Path, InstantText.Never)],
            _ => throw new ArgumentOutOfRangeException(nameof(range), range, "No such range."),
        };
    }

    /// <summary>Due in a stretch of time, its end excluded; tasks without a due date are in none.</summary>
    public static DocumentFilter Between(DateTimeOffset? from, DateTimeOffset? before) =>
        new DocumentFilter.Between(Path, from is { } start ? start : null, before is { } end ? end : InstantText.Never);

    private static DocumentFilter Days(UserCalendar calendar, LocalDate first, int count) =>
        Between(calendar.StartOf(first), calendar.StartOf(first.PlusDays(count)));
}
