using System.Globalization;
using NodaTime;
using NodaTime.Calendars;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// A week, for summaries, challenges and the leaderboard alike: the ISO week of a user's own days. It has no instants of its
/// own, since Monday begins at another moment for everybody; a day belongs to it. Written <c>2026-W47</c>, which sorts as text.
/// </summary>
/// <param name="Monday">Its first day.</param>
public readonly record struct IsoWeek(LocalDate Monday) : IComparable<IsoWeek>
{
    // The first place to see a midnight is at UTC+14, the last at UTC-12.
    private static readonly TimeSpan FirstPlace = TimeSpan.FromHours(14);
    private static readonly TimeSpan LastPlace = TimeSpan.FromHours(12);

    // A user's day may start as late as 23:59.
    private static readonly TimeSpan LatestDayStart = TimeSpan.FromDays(1);

    private static readonly IWeekYearRule Rule = WeekYearRules.Iso;

    /// <summary>Its last day.</summary>
    public LocalDate Sunday => Monday.PlusDays(6);

    /// <summary>
    /// When it has ended everywhere: the Monday after it, 12:00 UTC, which is midnight in the last zone. Who starts the days
    /// late there is later still; what such a user does then comes late, as anything may.
    /// </summary>
    public DateTimeOffset Closes => new DateTimeOffset(Next.Monday.ToDateTimeUnspecified(), TimeSpan.Zero) + LastPlace;

    /// <summary>The week before.</summary>
    public IsoWeek Previous => new(Monday.PlusDays(-7));

    /// <summary>The week after.</summary>
    public IsoWeek Next => new(Monday.PlusDays(7));

    /// <summary>The week that a day lies in.</summary>
    public static IsoWeek Of(LocalDate day) => new(day.PlusDays(1 - (int)day.DayOfWeek));

    /// <summary>The last week that has ended everywhere.</summary>
    public static IsoWeek LastClosedAt(DateTimeOffset now) => Of(UtcDate(now - LastPlace)).Previous;

    /// <summary>The weeks that may be somebody's current one, oldest first: one, or two around the turn.</summary>
    public static IReadOnlyList<IsoWeek> CurrentAt(DateTimeOffset now)
    {
        var (oldest, newest) = (Of(UtcDate(now - LastPlace - LatestDayStart)), Of(UtcDate(now + FirstPlace)));
        return oldest == newest ? [oldest] : [oldest, newest];
    }

    /// <summary>Reads what <see cref="ToString"/> writes; false for anything else, and for a week that its year does not have.</summary>
    public static bool TryParse(string? text, out IsoWeek week)
    {
        week = default;
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 1900 or > 9000
            || number < 1
            || number > Rule.GetWeeksInWeekYear(year))
        {
            return false;
        }

        week = new IsoWeek(Rule.GetLocalDate(year, number, IsoDayOfWeek.Monday));
        return true;
    }

    /// <summary>Reads a week that we have written ourselves.</summary>
    public static IsoWeek Parse(string text) =>
        TryParse(text, out var week) ? week : throw new FormatException($"'{text}' is no week such as 2026-W47.");

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => Monday.CompareTo(other.Monday);

    /// <summary>The week as text, such as <c>2026-W47</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rule.GetWeekYear(Monday):D4}-W{Rule.GetWeekOfWeekYear(Monday):D2}");

    private static LocalDate UtcDate(DateTimeOffset instant) => LocalDate.FromDateTime(instant.UtcDateTime);

    /// <summary>Whether one week is before another.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    /// <summary>Whether one week is after another.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    /// <summary>Whether one week is before another or the same.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one week is after another or the same.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;
}
