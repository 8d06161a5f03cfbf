using System.Globalization;
using System.Text.Json.Serialization;
using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Features.Focus;

namespace Focusflow.Functions.Features.Summaries;

/// <summary>A daily summary as clients see it. Days are written as midnight with a Z, whatever the user's zone.</summary>
/// <param name="Date">The user's day, such as <c>2025-09-26T00:00:00Z</c>.</param>
/// <param name="TotalFocusSessions">The number of completed focus sessions.</param>
/// <param name="TotalFocusTime">Their running time in seconds.</param>
/// <param name="TotalBreakTime">The running time of completed break sessions in seconds.</param>
/// <param name="FocusSessions">All sessions, focus and breaks, that started in the day.</param>
public sealed record DailySummaryResponse(
    DateTimeOffset Date, int TotalFocusSessions, long TotalFocusTime, long TotalBreakTime, IEnumerable<FocusSessionResponse> FocusSessions)
{
    /// <summary>A summary as it is at an instant.</summary>
    public static DailySummaryResponse Of(DailySummary summary, DateTimeOffset now) => new(
        DayText.Midnight(summary.Day),
        summary.Totals.FocusSessions,
        summary.Totals.FocusSeconds,
        summary.Totals.BreakSeconds,
        summary.Sessions.Select(session => FocusSessionResponse.Of(session, now)));
}

/// <summary>A weekly summary as clients see it; both its ends are days of it.</summary>
/// <param name="WeekStart">Its Monday, such as <c>2025-09-22T00:00:00Z</c>.</param>
/// <param name="WeekEnd">Its Sunday, such as <c>2025-09-28T00:00:00Z</c>.</param>
/// <param name="TotalFocusSessions">The number of completed focus sessions.</param>
/// <param name="TotalFocusTime">Their running time in seconds.</param>
/// <param name="TotalBreakTime">The running time of completed break sessions in seconds.</param>
/// <param name="DailySummaries">Its seven days.</param>
public sealed record WeeklySummaryResponse(
    DateTimeOffset WeekStart,
    DateTimeOffset WeekEnd,
    int TotalFocusSessions,
    long TotalFocusTime,
    long TotalBreakTime,
    IEnumerable<DailySummaryResponse> DailySummaries)
{
    /// <summary>A summary as it is at an instant.</summary>
    public static WeeklySummaryResponse Of(PeriodSummary week, DateTimeOffset now) => new(
        DayText.Midnight(week.First),
        DayText.Midnight(week.Last),
        week.Totals.FocusSessions,
        week.Totals.FocusSeconds,
        week.Totals.BreakSeconds,
        week.Days.Select(day => DailySummaryResponse.Of(day, now)));
}

/// <summary>A monthly summary as clients see it.</summary>
/// <param name="Month">The month, such as <c>2025-09</c>.</param>
/// <param name="TotalFocusSessions">The number of completed focus sessions.</param>
/// <param name="TotalFocusTime">Their running time in seconds.</param>
/// <param name="TotalBreakTime">The running time of completed break sessions in seconds.</param>
/// <param name="DailySummaries">Its days.</param>
public sealed record MonthlySummaryResponse(
    string Month, int TotalFocusSessions, long TotalFocusTime, long TotalBreakTime, IEnumerable<DailySummaryResponse> DailySummaries)
{
    /// <summary>A summary as it is at an instant.</summary>
    public static MonthlySummaryResponse Of(PeriodSummary month, DateTimeOffset now) => new(
        month.First.ToString("uuuu-MM", CultureInfo.InvariantCulture),
        month.Totals.FocusSessions,
        month.Totals.FocusSeconds,
        month.Totals.BreakSeconds,
        month.Days.Select(day => DailySummaryResponse.Of(day, now)));
}

/// <summary>How summaries are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(DailySummaryResponse))]
[JsonSerializable(typeof(WeeklySummaryResponse))]
[JsonSerializable(typeof(MonthlySummaryResponse))]
public sealed partial class SummaryJson : JsonSerializerContext;
