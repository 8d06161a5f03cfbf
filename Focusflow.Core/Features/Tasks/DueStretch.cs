using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>A stretch of time to be due in: what is due at an instant by instants, what is due on a day by days.</summary>
/// <param name="From">The first instant, or null for an open beginning.</param>
/// <param name="Before">The instant that it ends before, or null for an open end.</param>
/// <param name="FirstDay">The first day, or null for an open beginning.</param>
/// <param name="BeforeDay">The day that it ends before, or null for an open end.</param>
public sealed record DueStretch(DateTimeOffset? From, DateTimeOffset? Before, LocalDate? FirstDay, LocalDate? BeforeDay)
{
    private const string Path = "dueFirst";

    /// <summary>The condition for tasks that are due at an instant; those without a due date are in no stretch.</summary>
    public DocumentFilter Timed =>
        new DocumentFilter.Between(Path, From is { } from ? from : default(FilterValue?), Before is { } before ? before : InstantText.Never);

    /// <summary>The condition for tasks that are due on a day.</summary>
    public DocumentFilter AllDay =>
        new DocumentFilter.Between(Path, FirstDay is { } first ? DueKey.Of(first) : DueKey.FirstDay, BeforeDay is { } before ? DueKey.Of(before) : DueKey.AfterDays);

    /// <summary>Some days of a user.</summary>
    public static DueStretch Days(UserCalendar calendar, LocalDate first, int count) =>
        new(calendar.StartOf(first), calendar.StartOf(first.PlusDays(count)), first, first.PlusDays(count));

    /// <summary>From a day on, or from an instant on, where a day counts as long as it is not over by then.</summary>
    public static DueStretch StartingAt(UserCalendar calendar, DayOrInstant start)
    {
        var at = start.StartIn(calendar);
        var day = start.DayIn(calendar);
        return new(at, null, start.Day is null && calendar.StartOf(day) == at ? day.PlusDays(-1) : day, null);
    }

    /// <summary>Until a day, with it, or until an instant, with it, where a day counts that is over by then.</summary>
    public static DueStretch EndingAt(UserCalendar calendar, DayOrInstant end) => end.Day is { } day
        ? new(null, end.EndIn(calendar), null, day.PlusDays(1))
        : new(null, end.Instant!.Value.AddTicks(1), null, end.DayIn(calendar));
}
