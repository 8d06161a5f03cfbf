using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Foundation.Input;

/// <summary>
/// Reads the parameters of a query string one by one and keeps a message for each that is wrong. A parameter may be
/// repeated (<c>tags=a&amp;tags=b</c>, also as <c>tags[]=a</c>); one without a value counts as absent.
/// </summary>
/// <param name="values">Gives the values of a parameter by its name; none when it is absent.</param>
/// <param name="calendar">Reads times without an offset, which are the user's local time.</param>
public sealed class ParameterReader(Func<string, IEnumerable<string?>> values, UserCalendar calendar)
{
    private const string DayOrInstantRule = "must be a date or timestamp such as 2025-09-29 or 2025-09-29T17:00:00Z";

    private static readonly List<string> Nothing = [];

    private readonly List<string> asked = [];

    private Dictionary<string, string[]>? errors;
    private List<FieldRule>? rules;

    /// <summary>What a piece of reading code expects of a query string, in order; for the description of the API.</summary>
    public static IReadOnlyList<FieldRule> Describe(Action<ParameterReader> read)
    {
        var reader = new ParameterReader(_ => [], UserCalendar.Utc) { rules = [] };
        read(reader);
        return reader.rules;
    }

    /// <summary>The names of the parameters sent. Those that were not asked for are passed over, but for known ones misspelt.</summary>
    public IEnumerable<string> Names { get; init; } = [];

    /// <summary>All that was wrong with what was read, or null.</summary>
    public Problem? Problem
    {
        get
        {
            if (ParameterSpelling.FindWrong(Names, asked) is var (name, rule))
                Wrong<string>(name, rule);
            return errors is null ? null : Problem.Invalid(errors);
        }
    }

    /// <summary>Records that a parameter is wrong. Its first message stays.</summary>
    public void Fail(string name, string message) => (errors ??= new(StringComparer.Ordinal)).TryAdd(name, [message]);

    /// <summary>A text of at most <paramref name="max"/> characters, trimmed, or null when it is absent.</summary>
    public string? Text(string name, int max)
    {
        rules?.Add(new FieldRule(name, FieldType.Text) { Max = max });
        var text = One(name);
        return text is null || text.Length <= max ? text : Wrong<string>(name, $"must have at most {max} characters");
    }

    /// <summary>True or false in any case, or null when it is absent.</summary>
    public bool? Flag(string name)
    {
        rules?.Add(new FieldRule(name, FieldType.Flag));
        if (One(name) is not { } text)
            return null;
        return bool.TryParse(text, out var flag) ? flag : Wrong<bool?>(name, "must be true or false");
    }

    /// <summary>One of the given words, or null when it is absent.</summary>
    public string? Choice(string name, IReadOnlyList<string> allowed)
    {
        rules?.Add(new FieldRule(name, FieldType.Text) { Choices = allowed });
        var word = One(name);
        return word is null || allowed.Contains(word, StringComparer.Ordinal)
            ? word
            : Wrong<string>(name, $"must be one of {string.Join(", ", allowed)}");
    }

    /// <summary>Texts separated by commas or repeated, at most <paramref name="count"/> of at most <paramref name="max"/> characters.</summary>
    public IReadOnlyList<string> List(string name, int max, int count)
    {
        rules?.Add(new FieldRule(name, FieldType.List) { Max = count, Items = new FieldRule(name, FieldType.Text) { Max = max } });
        var list = Many(name);
        return list.Count <= count && list.All(text => text.Length <= max)
            ? list
            : Wrong<IReadOnlyList<string>>(name, $"must hold at most {count} values of at most {max} characters") ?? [];
    }

    /// <summary>Some of the given words, separated by commas or repeated.</summary>
    public IReadOnlyList<string> Choices(string name, IReadOnlyList<string> allowed)
    {
        rules?.Add(new FieldRule(name, FieldType.List) { Items = new FieldRule(name, FieldType.Text) { Choices = allowed } });
        var list = Many(name);
        return list.All(word => allowed.Contains(word, StringComparer.Ordinal))
            ? list
            : Wrong<IReadOnlyList<string>>(name, $"must be one or more of {string.Join(", ", allowed)}") ?? [];
    }

    /// <summary>A date alone as that day, anything else as the instant it names; null when it is absent.</summary>
    public (LocalDate? Day, DateTimeOffset Instant)? DayOrInstant(string name)
    {
        rules?.Add(new FieldRule(name, FieldType.Timestamp));
        if (One(name) is not { } text)
            return null;
        if (!TryInstant(text, out var instant))
            return WrongTime<(LocalDate?, DateTimeOffset)?>(name, text, DayOrInstantRule);
        return (DayText.TryParse(text, out var day) ? day : null, instant);
    }

    /// <summary>A date, <c>yyyy-MM-dd</c>, or null when it is absent.</summary>
    public LocalDate? Day(string name)
    {
        rules?.Add(new FieldRule(name, FieldType.Date));
        if (One(name) is not { } text)
            return null;
        return DayText.TryParse(text, out var day) ? day : WrongTime<LocalDate?>(name, text, "must be a date such as 2025-09-29");
    }

    /// <summary>A month, <c>yyyy-MM</c>, or null when it is absent.</summary>
    public YearMonth? Month(string name)
    {
        rules?.Add(new FieldRule(name, FieldType.Text) { Min = 7, Max = 7 });
        if (One(name) is not { } text)
            return null;
        return DayText.TryParse(text + "-01", out var day) ? day.ToYearMonth() : WrongTime<YearMonth?>(name, text, "must be a month such as 2025-09");
    }

    private string? One(string name)
    {
        string? text = null;
        foreach (var sent in Sent(name))
        {
            if (text is not null && text != sent)
                return Wrong<string>(name, "must be given only once");
            text = sent;
        }

        return text;
    }

    private List<string> Many(string name) =>
        [.. Sent(name).SelectMany(sent => sent.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    // A plus that was not escaped arrives as a space: 2025-09-29T17:00:00 02:00.
    private bool TryInstant(string text, out DateTimeOffset instant) =>
        Timestamps.TryParse(text, calendar, out instant)
        || (text.LastIndexOf(' ') is > 10 and var space && Timestamps.TryParse($"{text[..space]}+{text[(space + 1)..]}", calendar, out instant));

    private List<string> Sent(string name)
    {
        asked.Add(name);
        List<string>? sent = null;
        Collect(values(name), ref sent);
        Collect(values(name + "[]"), ref sent);
        return sent ?? Nothing;
    }

    private static void Collect(IEnumerable<string?> values, ref List<string>? sent)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
                (sent ??= []).Add(value.Trim());
        }
    }

    private T? WrongTime<T>(string name, string text, string rule) => Wrong<T>(name, KnownYears.AreLeftBy(text) ? KnownYears.Rule : rule);

    private T? Wrong<T>(string name, string rule)
    {
        Fail(name, $"{name} {rule}.");
        return default;
    }
}
