using Focusflow.Core.Features.Insights;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Focusflow.Functions.Features.Insights;

/// <summary>The routes of insights.</summary>
/// <param name="reader">Reads the numbers.</param>
/// <param name="recount">Counts them anew.</param>
/// <param name="clock">The server's clock.</param>
public sealed class InsightFunctions(InsightReader reader, InsightRecount recount, TimeProvider clock)
{
    /// <summary>GET /insights: some days in numbers, beside as many before.</summary>
    /// <remarks>
    /// Focus, tasks, breaks and the ends of the days, and the totals of as many days right before. Days are those that things were
    /// recorded for; a session belongs to the day that it started in.
    /// </remarks>
    /// <returns>The numbers.</returns>
    [Function("GetInsights")]
    [Operation("Some days in numbers", Answer = typeof(InsightReport))]
    [Query("from", "The first day; 27 days before the last when not given.", Format = "date")]
    [Query("to", "The last day, at most 366 days in all; today when not given.", Format = "date")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "insights")] HttpRequest request, CancellationToken cancellation) =>
        ShowAsync(
            request,
            InsightSpan.Read,
            (numbers, span) => Answer.Json(numbers.Of(span), InsightsJson.Default.InsightReport),
            cancellation);

    /// <summary>GET /insights/heatmap.svg: the days of a year.</summary>
    /// <remarks>
    /// A column for each week and a row for each weekday; the more focus on a day, the stronger its colour. Below it the same by
    /// weekday and hour, with the hours of work marked.
    /// </remarks>
    /// <returns>The picture (SVG).</returns>
    [Function("GetInsightHeatmap")]
    [Operation("The focus of a year as a picture", Answer = typeof(string), AnswerType = "image/svg+xml", Versioned = true)]
    [Query("year", "Such as 2026; this year when not given.", Type = "integer", Minimum = 2, Maximum = 9998)]
    public Task<IResult> HeatmapAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "insights/heatmap.svg")] HttpRequest request, CancellationToken cancellation) =>
        ShowAsync(
            request,
            InsightSpan.ReadYear,
            (numbers, year) => new PictureAnswer(InsightPictures.Heatmap(numbers, year)),
            cancellation);

    /// <summary>GET /insights/focus.svg: a bar for each day.</summary>
    /// <remarks>Its height is the running time of the focus sessions completed that started in the day.</remarks>
    /// <returns>The picture (SVG).</returns>
    [Function("GetInsightFocus")]
    [Operation("The focus of some days as a picture", Answer = typeof(string), AnswerType = "image/svg+xml", Versioned = true)]
    [Query("from", "The first day; 27 days before the last when not given.", Format = "date")]
    [Query("to", "The last day, at most 366 days in all; today when not given.", Format = "date")]
    public Task<IResult> FocusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "insights/focus.svg")] HttpRequest request, CancellationToken cancellation) =>
        ShowAsync(request, InsightSpan.Read, (numbers, span) => new PictureAnswer(InsightPictures.Bars(numbers, span)), cancellation);

    /// <summary>POST /insights/recount: counts all of the user's numbers anew.</summary>
    /// <remarks>The numbers are kept up to date as things happen. This counts everything that is stored, should the two ever differ.</remarks>
    /// <returns>Counted.</returns>
    [Function("RecountInsights")]
    [Operation("Count the numbers anew", Status = 204)]
    public async Task<IResult> RecountAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "insights/recount")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(await recount.RunAsync(request.Caller(), cancellation));

    private async Task<IResult> ShowAsync(
        HttpRequest request,
        Func<ParameterReader, LocalDate, Outcome<InsightSpan>> read,
        Func<InsightNumbers, InsightSpan, IResult> answer,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!read(request.Parameters(), caller.Calendar.DayOf(clock.GetUtcNow())).Succeeded(out var span, out var problem))
            return Answer.Problem(problem);
        return Answer.Of(await reader.ReadAsync(caller, span, cancellation), numbers => answer(numbers, span));
    }
}
