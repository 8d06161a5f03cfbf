using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Summaries;

/// <summary>Daily, weekly and monthly summaries; each costs one query in the user's partition.</summary>
public sealed class SummaryReader(SessionReader sessions)
{
    /// <summary>The summary of a day.</summary>
    public async Task<DailySummary> DayAsync(string userId, LocalDate day, CancellationToken cancellation = default) =>
        DailySummary.Of(day, await sessions.OfDaysAsync(userId, DayText.Write(day), DayText.Write(day), cancellation));

    /// <summary>The summary of the ISO week, Monday to Sunday, that holds a day.</summary>
    public Task<PeriodSummary> WeekAsync(string userId, LocalDate day, CancellationToken cancellation = default)
    {
        var week = IsoWeek.Of(day);
        return PeriodAsync(userId, week.Monday, week.Sunday, cancellation);
    }

    /// <summary>The summary of a month.</summary>
    public Task<PeriodSummary> MonthAsync(string userId, YearMonth month, CancellationToken cancellation = default)
    {
        var days = month.ToDateInterval();
        return PeriodAsync(userId, days.Start, days.End, cancellation);
    }

    private async Task<PeriodSummary> PeriodAsync(string userId, LocalDate first, LocalDate last, CancellationToken cancellation) =>
        PeriodSummary.Of(first, last, await sessions.OfDaysAsync(userId, DayText.Write(first), DayText.Write(last), cancellation));
}
