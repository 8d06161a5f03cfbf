using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>Some days in a row.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public sealed record InsightSpan(LocalDate First, LocalDate Last)
{
    /// <summary>The most days of one look.</summary>
    public const int MostDays = 366;

    private const int Usual = 28;

    /// <summary>How many they are.</summary>
    public int Count => Period.DaysBetween(First, Last) + 1;

    /// <summary>As many days right before.</summary>
    public InsightSpan Before => new(First.PlusDays(-Count), First.PlusDays(-1));

    /// <summary>All of them.</summary>
    public IEnumerable<LocalDate> Days => Enumerable.Range(0, Count).Select(First.PlusDays);

    /// <summary>The months that they lie in.</summary>
    public IEnumerable<YearMonth> Months
    {
        get
        {
            for (var month = First.ToYearMonth(); month <= Last.ToYearMonth(); month = month.PlusMonths(1))
                yield return month;
        }
    }

    /// <summary>Whether a month lies in it as a whole.</summary>
    public bool Holds(YearMonth month) => First <= month.OnDayOfMonth(1) && month.ToDateInterval().End <= Last;

    /// <summary>Reads <c>from</c> and <c>to</c>, by default the 28 days until today; 422 when they are no span or too long a one.</summary>
    public static Outcome<InsightSpan> Read(ParameterReader parameters, LocalDate today)
    {
        var (from, to) = (parameters.Day("from"), parameters.Day("to"));
        if (parameters.Problem is { } problem)
            return problem;
        var last = to ?? (from is { } start && start > today ? start : today);
        var span = new InsightSpan(from ?? last.PlusDays(1 - Usual), last);
        return span.Count < 1 ? Problem.Invalid("to", "to must not be before from.")
            : span.Count > MostDays ? Problem.Invalid("to", $"from and to must be at most {MostDays} days apart.")
            : span;
    }

    /// <summary>Reads <c>year</c>, by default the one of today; 422 when it is none.</summary>
    public static Outcome<InsightSpan> ReadYear(ParameterReader parameters, LocalDate today)
    {
        var sent = parameters.Text("year", max: 4);
        if (parameters.Problem is { } problem)
            return problem;
        if (sent is null)
            return Year(today.Year);
        return DayText.TryParse(sent + "-01-01", out var first) ? Year(first.Year) : Problem.Invalid("year", "year must be a year such as 2026.");
    }

    private static InsightSpan Year(int year) => new(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
}
