using System.Runtime.InteropServices;
using NodaTime;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// A day or an instant. A day is kept as a day: it is that day wherever the user is, and has instants only in a calendar. So
/// what is due on a Friday is still due on that Friday after a flight, or after the day is made to start at 04:00.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DayOrInstant
{
    private readonly DateTimeOffset instant;

    /// <summary>A day.</summary>
    public DayOrInstant(LocalDate day) => Day = day;

    /// <summary>An instant.</summary>
    public DayOrInstant(DateTimeOffset instant) => this.instant = instant;

    /// <summary>The day, or null for an instant.</summary>
    public LocalDate? Day { get; }

    /// <summary>The instant, or null for a day.</summary>
    public DateTimeOffset? Instant => Day is null ? instant : null;

    /// <summary>The instant, or the one at which the day begins for a user.</summary>
    public DateTimeOffset StartIn(UserCalendar calendar) => Day is { } day ? calendar.StartOf(day) : instant;

    /// <summary>The instant, or the one at which the day is over for a user, which is where the next one starts.</summary>
    public DateTimeOffset EndIn(UserCalendar calendar) => Day is { } day ? calendar.StartOf(day.PlusDays(1)) : instant;

    /// <summary>The day, or the one of a user that the instant belongs to.</summary>
    public LocalDate DayIn(UserCalendar calendar) => Day ?? calendar.DayOf(instant);

    /// <summary>An instant.</summary>
    public static implicit operator DayOrInstant(DateTimeOffset instant) => new(instant);

    /// <summary>A day.</summary>
    public static implicit operator DayOrInstant(LocalDate day) => new(day);
}
