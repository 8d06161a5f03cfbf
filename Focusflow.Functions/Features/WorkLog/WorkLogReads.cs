using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.WorkLog;

/// <summary>Reading the work log.</summary>
public sealed class WorkLogReads(WorkLogReader workLog)
{
    /// <summary>The open break, else the open work; <c>null</c> with 200 when neither.</summary>
    /// <remarks>What the clock is running for.</remarks>
    /// <returns>The break or the work, or null.</returns>
    [Function("GetCurrentTimeLog")]
    [Operation("The open break, else the open work, or null", Answer = typeof(TimeLogResponse), Versioned = true, NullAnswer = true)]
    public async Task<IResult> GetCurrentTimeLogAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "time-logs/current")] HttpRequest request, CancellationToken cancellation) =>
        TimeLogResponse.AnsweredOrNull(await workLog.CurrentAsync(request.Caller().UserId, cancellation));

    /// <summary>The same for the dashboard, which reads a 404 as nothing.</summary>
    /// <remarks>What <c>GET /time-logs/current</c> answers, for the dashboard.</remarks>
    /// <returns>The break or the work.</returns>
    /// <response code="404">Neither work nor a break is open.</response>
    [Function("GetDashboardSession")]
    [Operation("The open break, else the open work", Answer = typeof(TimeLogResponse), Versioned = true, Problems = [404])]
    public async Task<IResult> GetDashboardSessionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/current-session")] HttpRequest request, CancellationToken cancellation) =>
        TimeLogResponse.AnsweredOr404(await workLog.CurrentAsync(request.Caller().UserId, cancellation), "Open work log");

    /// <summary>The last work that has ended; 404 when there is none.</summary>
    /// <remarks>For showing when the last working day was.</remarks>
    /// <returns>The work, ended.</returns>
    /// <response code="404">No work has ended yet.</response>
    [Function("GetLastDashboardSession")]
    [Operation("The last work that has ended", Answer = typeof(TimeLogResponse), Versioned = true, Problems = [404])]
    public async Task<IResult> LastAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/last-session")] HttpRequest request, CancellationToken cancellation) =>
        TimeLogResponse.AnsweredOr404(await workLog.LastAsync(request.Caller().UserId, cancellation), "Work log");

    /// <summary>Work and breaks from <c>from</c> to <c>to</c> (dates or timestamps), the latest start first.</summary>
    /// <remarks>A date names a whole day of the user, a timestamp an instant; both ends are included.</remarks>
    /// <returns>Work and breaks, or one page of them.</returns>
    [Function("ListTimeLogs")]
    [Operation("Work and breaks, the latest start first", Answer = typeof(TimeLogResponse[]), Paged = true)]
    [Query("from", "A date or a timestamp, included.")]
    [Query("to", "A date or a timestamp, included.")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "time-logs")] HttpRequest request, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!PageRequest.Read(request).Succeeded(out var page, out var problem)
            || !DayRange.Read(request.Parameters()).Succeeded(out var range, out problem))
        {
            return Answer.Problem(problem);
        }

        return Answer.Of(
            await workLog.ListAsync(caller.UserId, range, page.Limit, page.Cursor, cancellation),
            found => Answer.Page(found.Entries.Select(TimeLogResponse.Of), TimeLogJson.Default.IEnumerableTimeLogResponse, found.NextCursor));
    }
}
