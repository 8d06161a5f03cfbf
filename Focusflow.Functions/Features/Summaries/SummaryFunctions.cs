using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Focusflow.Functions.Features.Summaries;

/// <summary>Daily, weekly and monthly summaries, by default those of now.</summary>
public sealed class SummaryFunctions(SummaryReader summaries, TimeProvider clock)
{
    /// <summary>The summary of a day, <c>?date=2025-09-26</c>.</summary>
    /// <remarks>
    /// Totals are in seconds and count completed sessions. A session belongs to the day that it started in, by the zone and
    /// start of day that the user had then.
    /// </remarks>
    /// <returns>The day.</returns>
    [Function("GetDailySummary")]
    [Operation("The summary of a day", Answer = typeof(DailySummaryResponse))]
    [Query("date", "The day; today when not given.", Format = "date")]
    public Task<IResult> DailyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "daily-summary")] HttpRequest request, CancellationToken cancellation) =>
        ShowDayAsync(request, static summary => Answer.Json(summary, SummaryJson.Default.DailySummaryResponse), cancellation);

    /// <summary>The summary of the ISO week that holds a day, <c>?date=2025-09-26</c>.</summary>
    /// <remarks>Monday to Sunday of the days of the user, with a summary of each.</remarks>
    /// <returns>The week.</returns>
    [Function("GetWeeklySummary")]
    [Operation("The summary of the ISO week that holds a day", Answer = typeof(WeeklySummaryResponse))]
    [Query("date", "A day of the week; today when not given.", Format = "date")]
    public async Task<IResult> WeeklyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "weekly-summary")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!Day(request, caller).Succeeded(out var day, out var problem))
            return Answer.Problem(problem);
        var summary = await summaries.WeekAsync(caller.UserId, day, cancellation);
        return Answer.Json(WeeklySummaryResponse.Of(summary, clock.Now()), SummaryJson.Default.WeeklySummaryResponse);
    }

    /// <summary>The summary of a month, <c>?month=2025-09</c>.</summary>
    /// <remarks>With a summary of each of its days.</remarks>
    /// <returns>The month.</returns>
    [Function("GetMonthlySummary")]
    [Operation("The summary of a month", Answer = typeof(MonthlySummaryResponse))]
    [Query("month", "Such as 2025-09; this month when not given.", Pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    public async Task<IResult> MonthlyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "monthly-summary")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!Month(request, caller).Succeeded(out var month, out var problem))
            return Answer.Problem(problem);
        var summary = await summaries.MonthAsync(caller.UserId, month, cancellation);
        return Answer.Json(MonthlySummaryResponse.Of(summary, clock.Now()), SummaryJson.Default.MonthlySummaryResponse);
    }

    /// <summary>The summary of the day that the query names, written by <paramref name="answer"/>.</summary>
    internal async Task<IResult> ShowDayAsync(HttpRequest request, Func<DailySummaryResponse, IResult> answer, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!Day(request, caller).Succeeded(out var day, out var problem))
            return Answer.Problem(problem);
        return answer(DailySummaryResponse.Of(await summaries.DayAsync(caller.UserId, day, cancellation), clock.Now()));
    }

    private Outcome<LocalDate> Day(HttpRequest request, Caller caller)
    {
        var parameters = request.Parameters();
        var day = parameters.Day("date");
        return parameters.Problem is { } problem ? problem : day ?? caller.Calendar.DayOf(clock.Now());
    }

    private Outcome<YearMonth> Month(HttpRequest request, Caller caller)
    {
        var parameters = request.Parameters();
        var month = parameters.Month("month");
        return parameters.Problem is { } problem ? problem : month ?? caller.Calendar.DayOf(clock.Now()).ToYearMonth();
    }
}
