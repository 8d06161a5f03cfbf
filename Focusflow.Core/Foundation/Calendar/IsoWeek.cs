using System.Globalization;
using NodaTime;
using NodaTime.Calendars;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// A week of challenges and of the leaderboard: an ISO week in UTC, Monday 00:00 (included) to the next Monday 00:00
/// (excluded), the same for everybody. Written <c>2026-W47</c>, which sorts as text.
/// </summary>
/// <param name="Monday">Its first day.</param>
public readonly record struct IsoWeek(LocalDate Monday) : IComparable<IsoWeek>
{
    private static readonly IWeekYearRule Rule = WeekYearRules.Iso;

    /// <summary>When it starts.</summary>
    public DateTimeOffset Start => new(Monday.ToDateTimeUnspecified(), TimeSpan.Zero);

    /// <summary>When it ends and the next one starts.</summary>
    public DateTimeOffset End => Start.AddDays(7);

    /// <summary>The week before.</summary>
    public IsoWeek Previous => new(Monday.PlusDays(-7));

    /// <summary>The week after.</summary>
    public IsoWeek Next => new(Monday.PlusDays(7));

    /// <summary>The week that an instant lies in.</summary>
    public static IsoWeek Of(DateTimeOffset instant) => Of(LocalDate.FromDateTime(instant.UtcDateTime));

    /// <summary>The week that a day lies in.</summary>
    public static IsoWeek Of(LocalDate day) => new(day.PlusDays(1 - (int)day.DayOfWeek));

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

    /// <summary>Whether an instant lies in it.</summary>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => Monday.CompareTo(other.Monday);

    /// <summary>The week as text, such as <c>2026-W47</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rule.GetWeekYear(Monday):D4}-W{Rule.GetWeekOfWeekYear(Monday):D2}");

    /// <summary>Whether one week is before another.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    /// <summary>Whether one week is after another.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    /// <summary>Whether one week is before another or the same.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one week is after another or the same.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;
}
