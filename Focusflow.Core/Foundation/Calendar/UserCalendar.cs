using NodaTime;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// The one place that knows which day of a user an instant belongs to: a zone and the local time at which the day
/// starts. A day runs from its start (included) to the start of the next (excluded), so days tile the time line.
/// </summary>
/// <param name="zone">The user's zone.</param>
/// <param name="dayStartsAt">The local time at which a day starts, such as 04:00; midnight by default.</param>
public sealed class UserCalendar(DateTimeZone zone, LocalTime dayStartsAt)
{
    private string? mark;

    /// <summary>UTC, days starting at midnight.</summary>
    public static UserCalendar Utc { get; } = new(DateTimeZone.Utc, LocalTime.Midnight);

    /// <summary>The zone.</summary>
    public DateTimeZone Zone { get; } = zone;

    /// <summary>The local time at which a day starts.</summary>
    public LocalTime DayStartsAt { get; } = dayStartsAt;

    /// <summary>A short text that is another one for another zone or start of the day.</summary>
    public string Mark => mark ??= MarkOf($"{Zone.Id} {DayStartsAt.TickOfDay}");

    /// <summary>The calendar of a zone by its IANA id, or null when there is no such zone.</summary>
    public static UserCalendar? Find(string zoneId, LocalTime dayStartsAt) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) is { } zone ? new UserCalendar(zone, dayStartsAt) : null;

    /// <summary>The day that an instant belongs to.</summary>
    public LocalDate DayOf(DateTimeOffset instant)
    {
        var moment = Instant.FromDateTimeOffset(instant);
        var day = moment.InZone(Zone).Date;

        // The start of a day moves when a transition skips or repeats it, so ask the bounds rather than the clock.
        while (moment < StartInstant(day))
            day = day.PlusDays(-1);
        while (moment >= StartInstant(day.PlusDays(1)))
            day = day.PlusDays(1);
        return day;
    }

    /// <summary>The week that an instant belongs to.</summary>
    public IsoWeek WeekOf(DateTimeOffset instant) => IsoWeek.Of(DayOf(instant));

    /// <summary>When a day starts.</summary>
    public DateTimeOffset StartOf(LocalDate day) => StartInstant(day).ToDateTimeOffset();

    /// <summary>When a day starts and when the next one does.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) BoundsOf(LocalDate day) => (StartOf(day), StartOf(day.PlusDays(1)));

    /// <summary>
    /// The instant of a local date and time. A time that is skipped becomes the first one after the gap; of a time that
    /// happens twice the earlier is taken.
    /// </summary>
    public DateTimeOffset At(LocalDateTime local) => Resolve(local).ToDateTimeOffset();

    /// <summary>
    /// When the local clock shows a time during a day of the user. A time before the start of the day comes after midnight:
    /// with days from 04:00 on, 01:00 of a Friday is the night to Saturday. Skipped and repeated times as in <see cref="At"/>;
    /// where the end of the day is skipped that may be the very end.
    /// </summary>
    public DateTimeOffset TimeDuring(LocalDate day, LocalTime time) => At((time < DayStartsAt ? day.PlusDays(1) : day).At(time));

    /// <summary>The local date and time of an instant.</summary>
    public LocalDateTime LocalTimeOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).LocalDateTime;

    private Instant StartInstant(LocalDate day) => Resolve(day.At(DayStartsAt));

    private Instant Resolve(LocalDateTime local)
    {
        var mapping = Zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.EarlyInterval.End : mapping.First().ToInstant();
    }

    // FNV-1a: the same in every process, unlike GetHashCode.
    private static string MarkOf(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
            hash = (hash ^ letter) * 16777619;
        return hash.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
    }
}
