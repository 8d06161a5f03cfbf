using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The named stretches of time that tasks can be due in, in the user's days.</summary>
public static class DueRange
{
    /// <summary>Due before now and open; what is due on a day, once that day is over.</summary>
    public const string Overdue = "overdue";

    /// <summary>Without a due date.</summary>
    public const string None = "none";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = ["today", "tomorrow", "upcoming", Overdue, "this_week", None];

    /// <summary>
    /// The stretch of a range; null for <see cref="None"/>. Upcoming: after today. This week: Monday to Sunday of today's week,
    /// what has passed included.
    /// </summary>
    public static DueStretch? StretchOf(string range, UserCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.DayOf(now);
        return range switch
        {
            "today" => DueStretch.Days(calendar, today, 1),
            "tomorrow" => DueStretch.Days(calendar, today.PlusDays(1), 1),
            "upcoming" => DueStretch.StartingAt(calendar, today.PlusDays(1)),
            Overdue => new DueStretch(null, now, null, today),
            "this_week" => DueStretch.Days(calendar, IsoWeek.Of(today).Monday, 7),
            None => null,
            _ => throw new ArgumentOutOfRangeException(nameof(range), range, "No such range."),
        };
    }
}
