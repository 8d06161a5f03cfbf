using Focusflow.Core.Features.Shutdown;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Shutdown;

/// <summary>The routes of the shutdown ritual.</summary>
/// <param name="reader">Reads the day.</param>
/// <param name="reflections">Sends reflections.</param>
/// <param name="history">Lists reflections.</param>
public sealed class ShutdownFunctions(ShutdownDayReader reader, ReflectionCommands reflections, ReflectionHistory history)
{
    private const int DefaultHistory = 30;

    /// <summary>GET /dashboard/shutdown-summary: the day at a glance, in camelCase.</summary>
    /// <remarks>
    /// Today's tasks are those due today, those overdue, those completed today, and those without a due date that were made
    /// today or start today. Names are camelCase here.
    /// </remarks>
    /// <returns>The day so far.</returns>
    [Function("GetShutdownSummary")]
    [Operation("The end of the day at a glance", Answer = typeof(ShutdownSummary))]
    public async Task<IResult> SummarizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/shutdown-summary")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Json(
            ShutdownSummary.Of(await reader.ReadAsync(request.Caller(), cancellation)), ShutdownSummaryJson.Default.ShutdownSummary);

    /// <summary>
    /// POST /dashboard/shutdown-reflection: the reflection of today or yesterday, new or in place of the one there was.
    /// </summary>
    /// <remarks>
    /// One reflection a day: a second one takes the place of the first and keeps its id. It may be for yesterday, since such
    /// rituals are done after midnight, too.
    /// </remarks>
    /// <returns>The reflection.</returns>
    /// <response code="422">
    /// A value is wrong: <c>shutdown_date</c> when it names neither today nor yesterday, <c>reflection_note</c> when there is nothing in
    /// it and the setting <c>shutdown_reflection_required</c> is true.
    /// </response>
    [Function("SendShutdownReflection")]
    [Operation("Close the day with a reflection", Body = typeof(ReflectionFields), Answer = typeof(ReflectionResponse), Versioned = true)]
    [BodyExample("""
        {"productivity_rating":"good","reflection_note":"Good progress today, finished most important tasks","mindful_disconnect_completed":[true,true,false,true]}
        """)]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dashboard/shutdown-reflection")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !ReflectionFields.Read(body, caller.Calendar).Succeeded(out var fields, out problem))
        {
            return Answer.Problem(problem);
        }

        return Answer.Of(
            await reflections.SendAsync(caller.UserId, caller.Calendar, fields, cancellation),
            static reflection => Answer.Json(ReflectionResponse.Of(reflection), ReflectionJson.Default.ReflectionResponse, reflection.ETag));
    }

    /// <summary>GET /dashboard/shutdown-history: the latest day first, 30 unless <c>limit</c> says otherwise.</summary>
    /// <remarks>30 of them when not said otherwise.</remarks>
    /// <returns>The reflections, or one page of them.</returns>
    [Function("ListShutdownReflections")]
    [Operation("Reflections, the latest day first", Answer = typeof(ReflectionResponse[]), Paged = true)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/shutdown-history")] HttpRequest request,
        CancellationToken cancellation) =>
        PageRequest.Read(request, DefaultHistory).Succeeded(out var page, out var problem)
            ? Answer.Of(
                await history.ListAsync(request.Caller().UserId, page.Limit, page.Cursor, cancellation),
                static found => Answer.Page(
                    found.Reflections.Select(ReflectionResponse.Of), ReflectionJson.Default.IEnumerableReflectionResponse, found.NextCursor))
            : Answer.Problem(problem);
}
