using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Reading focus sessions and breaks.</summary>
public sealed class FocusSessionReads(SessionReader sessions, SessionAnswers answers)
{
    /// <summary>One session.</summary>
    /// <remarks>A session past its planned end is settled by being read.</remarks>
    /// <returns>The session.</returns>
    [Function("GetFocusSession")]
    [Operation("A session", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "focus-sessions/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        answers.One(await sessions.GetAsync(request.Caller().UserId, id.ToString(), cancellation));

    /// <summary>The active or paused session, or <c>null</c> with 200.</summary>
    /// <remarks>There is at most one. Null says that there is none.</remarks>
    /// <returns>The session, or null.</returns>
    [Function("GetCurrentSession")]
    [Operation("The active or paused session, or null", Answer = typeof(FocusSessionResponse), Versioned = true, NullAnswer = true)]
    public async Task<IResult> CurrentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "current-session")] HttpRequest request,
        CancellationToken cancellation) =>
        answers.OneOrNull(await sessions.CurrentAsync(request.Caller().UserId, cancellation));

    /// <summary>Sessions from <c>from</c> to <c>to</c> (dates or timestamps), the latest start first.</summary>
    /// <remarks>A date names a whole day of the user, a timestamp an instant; both ends are included.</remarks>
    /// <returns>The sessions, or one page of them.</returns>
    [Function("ListFocusSessions")]
    [Operation("Sessions, the latest start first", Answer = typeof(FocusSessionResponse[]), Paged = true)]
    [Query("from", "A date or a timestamp, included.")]
    [Query("to", "A date or a timestamp, included.")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "focus-sessions")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!PageRequest.Read(request).Succeeded(out var page, out var problem)
            || !DayRange.Read(request.Parameters()).Succeeded(out var range, out problem))
        {
            return Answer.Problem(problem);
        }

        return Answer.Of(
            await sessions.ListAsync(caller.UserId, range, page.Limit, page.Cursor, cancellation),
            found => answers.Page(found.Sessions, found.NextCursor));
    }
}
