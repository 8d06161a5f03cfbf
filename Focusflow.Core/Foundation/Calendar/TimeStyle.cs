using System.Globalization;
using Focusflow.Core.Foundation.Text;
using NodaTime;

namespace Focusflow.Core.Foundation.Calendar;

/// <summary>
/// How somebody wants dates and times of day written, where the server itself writes them for people to read. It takes any text:
/// one in which it finds no day and month, or no hour and minute, stands for the usual way of writing.
/// </summary>
public sealed class TimeStyle
{
    private const string UsualDates = "YYYY-MM-DD";
    private const string UsualTimes = "HH:mm";
    private const string TwelveHours = "h:mm A";

    private static readonly HashSet<string> DateParts = new(["YYYY", "YY", "MMMM", "MMM", "MM", "M", "DD", "D"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> TimeParts = new(["HH", "H", "hh", "h", "mm", "m", "MM", "M", "ss", "s", "SS", "S", "a", "A"], StringComparer.Ordinal);

    private readonly IReadOnlyList<Part> dates;
    private readonly IReadOnlyList<Part> times;

    /// <summary>A way of writing.</summary>
    /// <param name="dates">
    /// Such as <c>DD.MM.YYYY</c> or <c>MMM D</c>: <c>YYYY YY MMMM MMM MM M DD D</c>, in either case, stand for parts of a date. What else
    /// there is stays as it is, also a word in which there are other letters.
    /// </param>
    /// <param name="times">
    /// <c>24h</c>, <c>12h</c>, or such as <c>H:mm</c> and <c>hh:mm a</c>: <c>HH H hh h mm m ss s a A</c> stand for parts. An hour of twelve
    /// is never written without AM or PM.
    /// </param>
    public TimeStyle(string dates, string times)
    {
        this.dates = Parse(VisibleText.Clean(dates), DateParts);
        if (!Has(this.dates, 'D') || !Has(this.dates, 'M'))
            this.dates = Parse(UsualDates, DateParts);
        this.times = Parse(PatternOf(VisibleText.Clean(times)), TimeParts);
        if (!Has(this.times, 'H') || !Has(this.times, 'M'))
            this.times = Parse(UsualTimes, TimeParts);
        else if (!this.times.Any(part => part is { Stands: true, Text: "H" or "HH" }) && !Has(this.times, 'A'))
            this.times = [.. this.times, .. Parse(" A", TimeParts)];
    }

    /// <summary>A date, such as <c>2026-11-24</c>.</summary>
    public string Date(LocalDate day) => string.Concat(dates.Select(part => part.Stands ? Written(part.Text, day) : part.Text));

    /// <summary>A time of day, such as <c>17:30</c> or <c>5:30 PM</c>.</summary>
    public string Time(LocalTime time) => string.Concat(times.Select(part => part.Stands ? Written(part.Text, time) : part.Text));

    /// <summary>A day, or the day and time of an instant where the user is.</summary>
    public string Moment(DayOrInstant moment, UserCalendar calendar)
    {
        if (moment.Day is { } day)
            return Date(day);
        var local = calendar.LocalTimeOf(moment.Instant!.Value);
        return $"{Date(local.Date)}, {Time(local.TimeOfDay)}";
    }

    private static string Written(string part, LocalDate day) => (part.ToUpperInvariant(), CultureInfo.InvariantCulture.DateTimeFormat) switch
    {
        ("YYYY", _) => Padded(day.Year, 4),
        ("YY", _) => Padded(day.Year % 100, 2),
        ("MMMM", var names) => names.GetMonthName(day.Month),
        ("MMM", var names) => names.GetAbbreviatedMonthName(day.Month),
        (['M', ..], _) => Padded(day.Month, part.Length),
        _ => Padded(day.Day, part.Length),
    };

    private static string Written(string part, LocalTime time) => part[0] switch
    {
        'H' => Padded(time.Hour, part.Length),
        'h' => Padded(time.ClockHourOfHalfDay, part.Length),
        'm' or 'M' => Padded(time.Minute, part.Length),
        's' or 'S' => Padded(time.Second, part.Length),
        'a' => time.Hour < 12 ? "am" : "pm",
        _ => time.Hour < 12 ? "AM" : "PM",
    };

    private static string PatternOf(string times) => times switch
    {
        ['1', '2', ..] => TwelveHours,
        ['2', '4', ..] => UsualTimes,
        _ => times,
    };

    private static bool Has(IReadOnlyList<Part> parts, char letter) => parts.Any(part => part.Stands && char.ToUpperInvariant(part.Text[0]) == letter);

    /// <summary>A word that is made of parts alone, such as <c>YYYYMMDD</c>, is those; any other stays a word.</summary>
    private static List<Part> Parse(string format, HashSet<string> known)
    {
        var parts = new List<Part>();
        for (var at = 0; at < format.Length;)
        {
            var end = at + 1;
            while (char.IsLetter(format[at]) && end < format.Length && char.IsLetter(format[end]))
                end++;
            var word = format[at..end];
            var runs = Runs(word);
            if (runs.TrueForAll(known.Contains))
                parts.AddRange(runs.Select(run => new Part(run, Stands: true)));
            else
                parts.Add(new Part(word, Stands: false));
            at = end;
        }

        return parts;
    }

    private static List<string> Runs(string word)
    {
        var runs = new List<string>();
        for (var at = 0; at < word.Length; at += runs[^1].Length)
            runs.Add(new string(word[at], word.AsSpan(at).IndexOfAnyExcept(word[at]) is > 0 and var length ? length : word.Length - at));
        return runs;
    }

    private static string Padded(int number, int length) => number.ToString($"D{length}", CultureInfo.InvariantCulture);

    private sealed record Part(string Text, bool Stands);
}
