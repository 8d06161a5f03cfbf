using System.Globalization;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Foundation.Input;

/// <summary>How timestamps are read from and written to clients.</summary>
public static class Timestamps
{
    private const int DateLength = 10;

    private static readonly LocalDateTimePattern[] LocalPatterns =
    [
        LocalDateTimePattern.ExtendedIso,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
    ];

    private static readonly OffsetDateTimePattern[] OffsetPatterns =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<g>"),
    ];

    /// <summary>Writes RFC 3339 UTC with <c>Z</c>, decimals only when there are any: <c>2025-09-29T17:00:00Z</c>.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes an instant as above, and a day as <c>2025-09-29</c>.</summary>
    public static string Write(DayOrInstant time) => time.Day is { } day ? DayText.Write(day) : Write(time.Instant!.Value);

    /// <summary>
    /// Reads RFC 3339 with any offset (also with a space or small letters, as it allows); without an offset the text is local time of
    /// <paramref name="calendar"/>, and a date alone the start of that day. False for years that are none of <see cref="KnownYears"/>.
    /// </summary>
    public static bool TryParse(string text, UserCalendar calendar, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length is < DateLength or > 40)
            return false;
        text = AsPatternsHaveIt(text);

        foreach (var pattern in OffsetPatterns)
        {
            if (pattern.Parse(text) is { Success: true, Value: var sent })
                return KnownYears.Include(sent.Year) && InRange(sent.ToInstant(), out instant);
        }

        foreach (var pattern in LocalPatterns)
        {
            if (pattern.Parse(text) is { Success: true, Value: var local })
                return KnownYears.Include(local.Year) && InRange(Instant.FromDateTimeOffset(calendar.At(local)), out instant);
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }
            && KnownYears.Include(day.Year)
            && InRange(Instant.FromDateTimeOffset(calendar.StartOf(day)), out instant);
    }

    private static string AsPatternsHaveIt(string text)
    {
        if (text.Length > DateLength && text[DateLength] is 't' or ' ')
            text = $"{text.AsSpan(0, DateLength)}T{text.AsSpan(DateLength + 1)}";
        return text[^1] == 'z' ? text[..^1] + 'Z' : text;
    }

    private static bool InRange(Instant moment, out DateTimeOffset instant)
    {
        // A day away from the ends, so that no zone or day arithmetic can leave the calendar.
        var inside = moment > Instant.FromUtc(1, 1, 3, 0, 0) && moment < Instant.FromUtc(9999, 12, 29, 0, 0);
        instant = inside ? moment.ToDateTimeOffset() : default;
        return inside;
    }
}
