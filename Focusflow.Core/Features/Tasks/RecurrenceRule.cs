using System.Globalization;
using System.Text.RegularExpressions;
using Focusflow.Core.Foundation.Calendar;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// How a task comes again: a rule of RFC 5545 (section 3.3.10) on local days, of the parts that repeating whole days needs. What
/// days it names is for the library to say; which parts there may be, and that the first task counts, is said here.
/// </summary>
public sealed partial record RecurrenceRule
{
    /// <summary>The longest rule, in characters.</summary>
    public const int MaxLength = 500;

    /// <summary>The most of COUNT and of INTERVAL.</summary>
    public const int Most = 1000;

    // Later days are left to others: not far behind, calendars end.
    private const int LastYear = 9000;

    // A rule that finds nothing in so many steps (of days, weeks, months or years) is one that never comes.
    private static readonly EvaluationOptions Patience = new() { MaxUnmatchedIncrementsLimit = 2000 };

    private static readonly LocalDatePattern UntilDay = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern UntilTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <summary>The parts that a rule may have.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"];

    private RecurrenceRule(string text, Dictionary<string, string> parts)
    {
        Text = text;
        Days = string.Join(';', parts.Where(part => part.Key is not ("COUNT" or "UNTIL")).Select(part => $"{part.Key}={part.Value}"));
        Count = parts.TryGetValue("COUNT", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : null;
        Until = parts.GetValueOrDefault("UNTIL");
    }

    /// <summary>The rule, such as <c>FREQ=WEEKLY;BYDAY=MO,TH</c>, in capitals.</summary>
    public string Text { get; }

    private string Days { get; }

    private int? Count { get; }

    private string? Until { get; }

    /// <summary>Reads a rule, with or without <c>RRULE:</c> before it; when it is wrong, says why in a sentence.</summary>
    public static RecurrenceRule? Parse(string sent, out string complaint)
    {
        var text = sent.Trim().ToUpperInvariant();
        text = text.StartsWith("RRULE:", StringComparison.Ordinal) ? text["RRULE:".Length..] : text;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(';'))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : (part, "");
            complaint = !Parts.Contains(name) ? $"recurrence must not have {(name.Length == 0 ? "an empty part" : name)}; it may have {string.Join(", ", Parts)}."
                : !parts.TryAdd(name, value) ? $"recurrence must have {name} only once."
                : IsValue(name, value) ? ""
                : $"recurrence has a {name} that is not one: {Values(name)}.";
            if (complaint.Length > 0)
                return null;
        }

        complaint = Together(parts) ?? "";
        return complaint.Length == 0 ? new RecurrenceRule(text, parts) : null;
    }

    /// <summary>Whether the days of the rule ever come after a day, were there no COUNT or UNTIL: every seventh day is never a Tuesday from a Monday on.</summary>
    public bool Comes(LocalDate start) => NextDay(start, start) is not null;

    /// <summary>The next day after the one of a task.</summary>
    /// <param name="start">The day that intervals are counted from.</param>
    /// <param name="day">The day of the task.</param>
    /// <param name="number">Which task of its series it is, from 1 on.</param>
    /// <param name="calendar">The user's calendar, for an UNTIL that is an instant.</param>
    /// <returns>The day, or null when the task was the last.</returns>
    public LocalDate? Next(LocalDate start, LocalDate day, int number, UserCalendar calendar) =>
        number < (Count ?? int.MaxValue) && NextDay(start, day) is { } next && !(next > LastDay(calendar)) ? next : null;

    private LocalDate? LastDay(UserCalendar calendar) =>
        Until is null ? null
        : UntilDay.Parse(Until) is { Success: true, Value: var day } ? day
        : Until[^1] == 'Z' ? calendar.LocalTimeOf(UntilTime.Parse(Until[..^1]).Value.InUtc().ToDateTimeOffset()).Date
        : UntilTime.Parse(Until).Value.Date;

    private LocalDate? NextDay(LocalDate start, LocalDate after)
    {
        var source = new CalendarEvent { DtStart = Date(start), RecurrenceRule = new(Days) };
        try
        {
            foreach (var occurrence in source.GetOccurrences(Date(after < start ? start : after), Patience))
            {
                if (LocalDate.FromDateOnly(occurrence.Period.StartTime.Date) is var day && day > after)
                    return day.Year < LastYear ? day : null;
            }
        }
        catch (EvaluationException)
        {
            // It took too long to come, or it comes after the end of the calendar.
        }

        return null;
    }

    private static CalDateTime Date(LocalDate day) => new(day.Year, day.Month, day.Day);

    private static bool IsValue(string name, string value) => name switch
    {
        "FREQ" => value is "DAILY" or "WEEKLY" or "MONTHLY" or "YEARLY",
        "INTERVAL" or "COUNT" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most,
        "BYDAY" => value.Split(',').All(day => WeekDay().IsMatch(day)),
        "BYMONTHDAY" => value.Split(',').All(day => MonthDay().IsMatch(day)),
        _ => UntilDay.Parse(value).Success || UntilTime.Parse(value.TrimEnd('Z')).Success,
    };

    private static string Values(string name) => name switch
    {
        "FREQ" => "it is DAILY, WEEKLY, MONTHLY or YEARLY",
        "INTERVAL" or "COUNT" => $"it is a number from 1 to {Most}",
        "BYDAY" => "it is a list of days such as MO,TH or 1MO,-1FR",
        "BYMONTHDAY" => "it is a list of days from 1 to 31 or from -31 to -1",
        _ => "it is a date such as 20261231",
    };

    private static string? Together(Dictionary<string, string> parts)
    {
        if (!parts.TryGetValue("FREQ", out var frequency))
            return "recurrence must have a FREQ.";
        if (parts.ContainsKey("COUNT") && parts.ContainsKey("UNTIL"))
            return "recurrence must not have both COUNT and UNTIL.";
        if (frequency == "WEEKLY" && parts.ContainsKey("BYMONTHDAY"))
            return "recurrence must not have BYMONTHDAY with FREQ=WEEKLY.";
        var ordinals = parts.GetValueOrDefault("BYDAY", "").Split(',').Where(day => day.Length > 2)
            .Select(day => Math.Abs(int.Parse(day[..^2], CultureInfo.InvariantCulture))).ToList();
        return ordinals.Count == 0 ? null
            : frequency is "DAILY" or "WEEKLY" ? $"recurrence must not have numbers in BYDAY with FREQ={frequency}."
            : frequency == "MONTHLY" && ordinals.Exists(ordinal => ordinal > 5) ? "recurrence must not count beyond the fifth weekday of a month."
            : null;
    }

    [GeneratedRegex("^([+-]?0?[1-9]|[+-]?[1-4][0-9]|[+-]?5[0-3])?(MO|TU|WE|TH|FR|SA|SU)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeekDay();

    [GeneratedRegex("^[+-]?(0?[1-9]|[12][0-9]|3[01])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MonthDay();
}
