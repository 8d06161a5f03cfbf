using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>Adds up months, day by day, to what is shown of a span.</summary>
/// <param name="months">The months that there are, by their ids.</param>
/// <param name="reflected">The days with a reflection.</param>
/// <param name="account">Whose they are: tells the days and hours of work, and how dates are written. Null for nobody known.</param>
public sealed class InsightNumbers(IReadOnlyDictionary<string, InsightMonth> months, ShutdownDays reflected, Account? account)
{
    private readonly UserSettings settings = account?.Settings ?? new UserSettings();

    /// <summary>The hours of work, or null for none.</summary>
    public WorkingHours? Working => WorkingHours.Of(settings);

    /// <summary>How dates are written.</summary>
    public TimeStyle Style => settings.ToTimeStyle();

    /// <summary>What is shown of a span.</summary>
    public InsightReport Of(InsightSpan span)
    {
        var before = span.Before;
        return new InsightReport(
            DayText.Write(span.First), DayText.Write(span.Last), Focus(span), Tasks(span), Breaks(span), Shutdown(span),
            new PreviousInsights(
                DayText.Write(before.First), DayText.Write(before.Last), Totals(before), Tasks(before), Breaks(before), Shutdown(before)));
    }

    /// <summary>The focus of each day of a span.</summary>
    public IReadOnlyList<FocusOfDay> ByDay(InsightSpan span) =>
        [.. span.Days.Select(day => new FocusOfDay(DayText.Write(day), At(day, month => month.FocusSeconds), At(day, month => month.FocusSessions)))];

    /// <summary>The focus of a span by weekday, Monday first, and by the hour on the clock.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ByWeekdayHour(InsightSpan span)
    {
        var hours = new int[7][];
        for (var weekday = 0; weekday < hours.Length; weekday++)
            hours[weekday] = new int[24];
        foreach (var day in span.Days)
        {
            if (!months.TryGetValue(InsightMonth.IdOf(day.ToYearMonth()), out var month))
                continue;
            foreach (var (hour, column) in month.Hours)
                hours[(int)day.DayOfWeek - 1][int.Parse(hour, CultureInfo.InvariantCulture)] += column.ElementAtOrDefault(day.Day - 1);
        }

        return hours;
    }

    private FocusTotals Totals(InsightSpan span) =>
        new(Sum(span, month => month.FocusSeconds), Sum(span, month => month.FocusSessions), Working?.Divide(ByWeekdayHour(span)));

    private FocusInsights Focus(InsightSpan span)
    {
        var hours = ByWeekdayHour(span);
        var tags = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var day in span.Days)
        {
            if (!months.TryGetValue(InsightMonth.IdOf(day.ToYearMonth()), out var month))
                continue;
            foreach (var (tag, column) in month.Tags)
                tags[tag] = tags.GetValueOrDefault(tag) + column.ElementAtOrDefault(day.Day - 1);
        }

        return new FocusInsights(
            Sum(span, month => month.FocusSeconds),
            Sum(span, month => month.FocusSessions),
            ByDay(span),
            hours,
            [
                .. tags.Where(tag => tag.Value > 0).OrderByDescending(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal)
                    .Select(tag => new FocusOfTag(tag.Key, tag.Value)),
            ],
            Working?.Divide(hours));
    }

    private TaskInsights Tasks(InsightSpan span)
    {
        var estimated = Sum(span, month => month.EstimatedMinutes);
        return new TaskInsights(
            Sum(span, month => month.Created),
            Sum(span, month => month.Completed),
            Sum(span, month => month.OnTime),
            estimated == 0 ? null : Math.Round(Sum(span, month => month.RealSeconds) / (60.0 * estimated), 2));
    }

    private BreakInsights Breaks(InsightSpan span) => new(Sum(span, month => month.BreakSeconds), Sum(span, month => month.Breaks));

    private ShutdownInsights Shutdown(InsightSpan span)
    {
        var times = span.Days.Select(day => At(day, month => month.Shutdown)).Where(minutes => minutes > 0).Select(minutes => minutes - 1).ToList();
        var mean = times.Count == 0 ? 0 : (int)Math.Floor(times.Average()) % 1440;
        var (days, streak, longest) = (0, 0, 0);
        foreach (var day in span.Days)
        {
            if (reflected.Contains(day))
                (days, streak) = (days + 1, streak + 1);
            else if (account?.WorkedOn(day) ?? true)
                streak = 0;
            longest = Math.Max(longest, streak);
        }

        return new ShutdownInsights(days, string.Create(CultureInfo.InvariantCulture, $"{mean / 60}:{mean % 60:D2}"), longest);
    }

    private int Sum(InsightSpan span, Func<InsightMonth, IReadOnlyList<int>> column) => span.Days.Sum(day => At(day, column));

    private int At(LocalDate day, Func<InsightMonth, IReadOnlyList<int>> column) =>
        months.TryGetValue(InsightMonth.IdOf(day.ToYearMonth()), out var month) ? column(month).ElementAtOrDefault(day.Day - 1) : 0;
}
