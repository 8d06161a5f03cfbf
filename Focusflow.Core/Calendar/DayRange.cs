using Focusflow.Core.Input;
using Focusflow.Core.Outcomes;
using Focusflow.Core.Storage;

namespace Focusflow.Core.Calendar;

/// <summary>
/// The <c>from</c> and <c>to</c> of a list of things that have a <c>startedAt</c> and a recorded <c>day</c>. A date names
/// whole days of the user as they were recorded, both ends included; a timestamp is an instant, <c>to</c> excluded.
/// </summary>
/// <param name="Filters">The conditions for the store.</param>
public sealed record DayRange(IReadOnlyList<DocumentFilter> Filters)
{
    /// <summary>No limits.</summary>
    public static DayRange All { get; } = new([]);

    /// <summary>Reads both ends as sent; null for an open end. 422 names the one that is wrong.</summary>
    public static Outcome<DayRange> Read(string? from, string? to, UserCalendar calendar)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var filters = new List<DocumentFilter>(2);
        Add("from", from);
        Add("to", to);
        return errors.Count > 0 ? Problem.Invalid(errors) : new DayRange(filters);

        void Add(string name, string? text)
        {
            if (string.IsNullOrEmpty(text))
                return;
            var isFrom = name == "from";
            if (DayText.TryParse(text, out var day))
                filters.Add(isFrom ? Days(DayText.Write(day), null) : Days(null, DayText.Write(day)));
            else if (Timestamps.TryParse(text, calendar, out var instant))
                filters.Add(new DocumentFilter.Between("startedAt", isFrom ? instant : null, isFrom ? null : instant));
            else
                errors[name] = [$"{name} must be a date such as 2025-09-26 or a timestamp such as 2025-09-26T09:00:00Z."];
        }
    }

    /// <summary>The condition that the recorded day lies between two days, both included; null for an open end.</summary>
    public static DocumentFilter Days(string? first, string? last) =>
        new DocumentFilter.Between("day", first is null ? default(FilterValue?) : first, last is null ? default(FilterValue?) : DayAfter(last));

    private static FilterValue DayAfter(string day) => DayText.Write(DayText.Parse(day).PlusDays(1));
}
