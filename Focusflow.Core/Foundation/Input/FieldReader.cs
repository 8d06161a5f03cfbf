using System.Globalization;
using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sites;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Foundation.Input;

/// <summary>
/// Reads the fields of a JSON object one by one, keeps a message for each that is wrong, and so turns any body into
/// either typed values or one <see cref="ProblemKind.Invalid"/> problem. Unknown fields are never looked at.
/// </summary>
/// <param name="body">The object sent.</param>
/// <param name="calendar">Reads timestamps without an offset, which are the user's local time.</param>
public sealed class FieldReader(JsonElement body, UserCalendar calendar)
{
    // Set on the thread that describes; reading code makes its reader itself and so cannot be handed another one.
    [ThreadStatic]
    private static List<FieldRule>? describing;

    private Dictionary<string, string[]>? errors;
    private List<FieldRule>? rules = describing;

    /// <summary>
    /// What a piece of reading code expects of a body: the rules of its fields, in order. The code is run over an empty
    /// body, so a field that is only read when another one is there is not seen.
    /// </summary>
    public static IReadOnlyList<FieldRule> Describe(Action<JsonElement, UserCalendar> read)
    {
        using var empty = JsonDocument.Parse("{}");
        var found = describing = [];
        try
        {
            read(empty.RootElement, UserCalendar.Utc);
            return found;
        }
        finally
        {
            describing = null;
        }
    }

    /// <summary>The site that the body was sent to, whose own addresses are known again; null when it does not matter.</summary>
    public ISite? Site { get; init; }

    /// <summary>All that was wrong so far, or null.</summary>
    public Problem? Problem => errors is null ? null : Problem.Invalid(errors);

    /// <summary>Whether the field was sent (also as null).</summary>
    public bool Has(string name) => body.TryGetProperty(name, out _);

    /// <summary>The name under which a field was sent: its own, or an earlier one when only that was, as existing clients do.</summary>
    public string NameOf(string name, string earlier)
    {
        rules?.Add(new FieldRule(earlier, FieldType.Any) { EarlierNameOf = name });
        return Has(earlier) && !Has(name) ? earlier : name;
    }

    /// <summary>Records that a field is wrong. The first message of a field stays.</summary>
    public void Fail(string name, string message) => (errors ??= new(StringComparer.Ordinal)).TryAdd(name, [message]);

    /// <summary>The raw element of a field, or null when it is absent; <paramref name="rule"/> tells what it should look like.</summary>
    public JsonElement? Element(string name, FieldRule? rule = null)
    {
        rules?.Add(rule ?? new FieldRule(name, FieldType.Any));
        return body.TryGetProperty(name, out var element) ? element : null;
    }

    /// <summary>A reader of the fields inside of a field that was read as an object; absent ones when it was not sent.</summary>
    public FieldReader Inside(string name, JsonElement? sent)
    {
        var inner = new FieldReader(sent ?? JsonElement.Parse("{}"), calendar) { rules = null };
        if (rules?.FindIndex(rule => rule.Name == name) is { } at and >= 0)
            rules[at] = rules[at] with { Fields = inner.rules = [] };
        return inner;
    }

    /// <summary>
    /// Text of <paramref name="min"/> to <paramref name="max"/> characters (UTF-16 units) after trimming when <paramref name="trim"/>;
    /// without a <paramref name="max"/> the reading code sets the limit.
    /// </summary>
    public Change<string> Text(string name, int? max, int min = 0, bool trim = false, bool nullable = true) =>
        Read(new FieldRule(name, FieldType.Text) { Min = min, Max = max, Nullable = nullable }, element =>
        {
            if (element.ValueKind != JsonValueKind.String)
                return Wrong<string>(name, "must be a text");
            var text = trim ? element.GetString()!.Trim() : element.GetString()!;
            if (text.Length < min)
                return Wrong<string>(name, min == 1 ? "must not be empty" : $"must have at least {min} characters");
            if (text.Length > max)
                return Wrong<string>(name, $"must have at most {max} characters");
            if (text.Contains('\0', StringComparison.Ordinal))
                return Wrong<string>(name, "must not hold the character U+0000");
            return text;
        });

    /// <summary>True or false.</summary>
    public Change<bool?> Flag(string name, bool nullable = false) =>
        Read<bool?>(new FieldRule(name, FieldType.Flag) { Nullable = nullable }, element => element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Wrong<bool?>(name, "must be true or false"),
        });

    /// <summary>A whole number within bounds, both included. <c>30.0</c> is one, <c>"30"</c> is not.</summary>
    public Change<int?> WholeNumber(string name, int min, int max, bool nullable = false) =>
        Read<int?>(new FieldRule(name, FieldType.WholeNumber) { Min = min, Max = max, Nullable = nullable }, element =>
            element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out var number) || number != decimal.Truncate(number)
                ? Wrong<int?>(name, "must be a whole number")
                : number < min || number > max
                    ? Wrong<int?>(name, $"must be from {min} to {max}")
                    : (int)number);

    /// <summary>One of the given words, letter by letter.</summary>
    public Change<string> Choice(string name, IReadOnlyList<string> allowed, bool nullable = false) =>
        Read(new FieldRule(name, FieldType.Text) { Choices = allowed, Nullable = nullable }, element =>
            element.ValueKind == JsonValueKind.String && allowed.Contains(element.GetString(), StringComparer.Ordinal)
                ? element.GetString()
                : Wrong<string>(name, $"must be one of {string.Join(", ", allowed)}"));

    /// <summary>An instant: RFC 3339 with any offset, or without one in the user's zone; a date alone is the start of that day.</summary>
    public Change<DateTimeOffset?> Timestamp(string name, bool nullable = true) =>
        Read<DateTimeOffset?>(new FieldRule(name, FieldType.Timestamp) { Nullable = nullable }, element =>
            element.ValueKind == JsonValueKind.String && Timestamps.TryParse(element.GetString()!, calendar, out var instant)
                ? instant
                : WrongTime<DateTimeOffset?>(name, element, "must be a timestamp such as 2025-09-29T17:00:00Z"));

    /// <summary>A date alone as that day, anything else as the instant of <see cref="Timestamp"/>.</summary>
    public Change<DayOrInstant?> DayOrInstant(string name) =>
        Read<DayOrInstant?>(new FieldRule(name, FieldType.DayOrTimestamp) { Nullable = true }, element =>
            element.ValueKind != JsonValueKind.String || !Timestamps.TryParse(element.GetString()!, calendar, out var instant)
                ? WrongTime<DayOrInstant?>(name, element, "must be a date or timestamp such as 2025-09-29 or 2025-09-29T17:00:00Z")
                : DayText.TryParse(element.GetString(), out var day) ? day : instant);

    /// <summary>A local date, <c>yyyy-MM-dd</c>.</summary>
    public Change<LocalDate?> Date(string name, bool nullable = true) =>
        Read<LocalDate?>(new FieldRule(name, FieldType.Date) { Nullable = nullable }, element =>
            element.ValueKind == JsonValueKind.String && DayText.TryParse(element.GetString(), out var date)
                ? date
                : WrongTime<LocalDate?>(name, element, "must be a date such as 2025-09-29"));

    /// <summary>A local time of day, <c>HH:mm</c>.</summary>
    public Change<LocalTime?> TimeOfDay(string name, bool nullable = false) =>
        Read<LocalTime?>(new FieldRule(name, FieldType.TimeOfDay) { Nullable = nullable }, element =>
            element.ValueKind == JsonValueKind.String && TimePattern.Parse(element.GetString()!) is { Success: true, Value: var time }
                ? time
                : Wrong<LocalTime?>(name, "must be a time of day such as 17:30"));

    /// <summary>A field that must be sent and not be null.</summary>
    public Change<T> Require<T>(string name, Change<T> change)
    {
        if (rules?.FindIndex(rule => rule.Name == name) is { } at and >= 0)
            rules[at] = rules[at] with { Required = true };
        if (!change.IsSet)
            Fail(name, $"{name} is required.");
        return change;
    }

    private static LocalTimePattern TimePattern { get; } = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private Change<T> Read<T>(FieldRule rule, Func<JsonElement, T?> read)
    {
        var name = rule.Name;
        rules?.Add(rule);
        if (!body.TryGetProperty(name, out var element))
            return default;
        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!rule.Nullable)
                Fail(name, $"{name} must not be null.");
            return new Change<T>(default);
        }

        return new Change<T>(read(element));
    }

    private T? WrongTime<T>(string name, JsonElement element, string rule) =>
        Wrong<T>(name, element.ValueKind == JsonValueKind.String && KnownYears.AreLeftBy(element.GetString()) ? KnownYears.Rule : rule);

    private T? Wrong<T>(string name, string rule)
    {
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"{name} {rule}."));
        return default;
    }
}
