using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Input;

/// <summary>
/// The <c>from</c> and <c>to</c> of a list of things that have a <c>startedAt</c> and a recorded <c>day</c>. A date names
/// whole days of the user as they were recorded, a timestamp an instant; both ends are included.
/// </summary>
/// <param name="Filters">The conditions for the store.</param>
public sealed record DayRange(IReadOnlyList<DocumentFilter> Filters)
{
    /// <summary>No limits.</summary>
    public static DayRange All { get; } = new([]);

    /// <summary>Reads <c>from</c> and <c>to</c> of a query string; 422 names the one that is wrong.</summary>
    public static Outcome<DayRange> Read(ParameterReader parameters)
    {
        var filters = new List<DocumentFilter>(2);
        if (parameters.DayOrInstant("from") is { } from)
            filters.Add(from.Day is { } first ? Days(DayText.Write(first), null) : new DocumentFilter.Between("startedAt", from.Instant, null));
        if (parameters.DayOrInstant("to") is { } to)
            filters.Add(to.Day is { } last ? Days(null, DayText.Write(last)) : new DocumentFilter.Between("startedAt", null, to.Instant.AddTicks(1)));
        return parameters.Problem is { } problem ? problem : new DayRange(filters);
    }

    /// <summary>The condition that the recorded day lies between two days, both included; null for an open end.</summary>
    public static DocumentFilter Days(string? first, string? last) =>
        new DocumentFilter.Between("day", first is null ? default(FilterValue?) : first, last is null ? default(FilterValue?) : DayAfter(last));

    private static FilterValue DayAfter(string day) => DayText.Write(DayText.Parse(day).PlusDays(1));
}
