using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>Local days as text, <c>yyyy-MM-dd</c>: how they are stored (they sort as text) and sent.</summary>
public static class DayText
{
    /// <summary>How many characters a day has.</summary>
    public const int Length = 10;

    /// <summary>Writes a day, such as <c>2025-09-26</c>.</summary>
    public static string Write(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>Reads a day; false for anything but <c>yyyy-MM-dd</c> and for days at the ends of the calendar.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LocalDate day)
    {
        day = default;
        if (text is null || LocalDatePattern.Iso.Parse(text) is not { Success: true, Value: var parsed } || !KnownYears.Include(parsed.Year))
            return false;
        day = parsed;
        return true;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static LocalDate Parse(string text) => LocalDatePattern.Iso.Parse(text).Value;

    /// <summary>
    /// A day as the frontend wants it in <c>date</c> fields: its midnight as if in UTC, <c>2025-09-26T00:00:00Z</c>, whatever
    /// the user's zone. It names the day and is no instant of it.
    /// </summary>
    public static DateTimeOffset Midnight(LocalDate day) => new(day.Year, day.Month, day.Day, 0, 0, 0, TimeSpan.Zero);
}
