using System.Text.Json;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Starting, changing and deleting focus sessions and breaks.</summary>
public sealed class FocusSessionFunctions(SessionCommands sessions, SessionAnswers answers)
{
    /// <summary>Starts a session: 201; 409 while another one is open.</summary>
    /// <remarks>
    /// The server keeps the time: once the planned end is reached the session completes by itself, whether a client is there or
    /// not. With <c>pomodoro</c> in place of <c>duration_minutes</c> it runs as long as the settings <c>pomodoro_work_duration</c> and
    /// <c>pomodoro_break_duration</c> say; a break runs for <c>pomodoro_long_break_duration</c> when the focus sessions completed
    /// today number four, eight and so on.
    /// </remarks>
    /// <returns>The session, running.</returns>
    /// <response code="409">
    /// A session is active or paused already, or the first request with this <c>Idempotency-Key</c> is still running.
    /// </response>
    [Function("StartFocusSession")]
    [Operation("Start a focus session or a break", Body = typeof(SessionPlan), Answer = typeof(FocusSessionResponse), Versioned = true, Status = 201)]
    [BodyExample("""{"duration_minutes": 30, "session_type": "focus"}""")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/start")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        BeginAsync(request, SessionPlan.Read, client, cancellation);

    /// <summary>Ends a session as completed, also before its planned end.</summary>
    /// <remarks>Allowed before the planned end, too. Only time that ran counts, pauses do not.</remarks>
    /// <returns>The session, completed.</returns>
    /// <response code="409">The session has ended already.</response>
    [Function("CompleteFocusSession")]
    [Operation("End a session as completed", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> CompleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/{id:guid}/complete")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, id, SessionCommand.Complete, client, cancellation);

    /// <summary>Ends a session without counting it.</summary>
    /// <remarks>Records what was done, but it counts as no completed session and for no challenge.</remarks>
    /// <returns>The session, stopped.</returns>
    /// <response code="409">The session has ended already.</response>
    [Function("StopFocusSession")]
    [Operation("End a session without counting it", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> StopAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/{id:guid}/stop")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, id, SessionCommand.Stop, client, cancellation);

    /// <summary>Holds the clock of a session.</summary>
    /// <remarks>A pause longer than 12 hours ends the session as stopped at the moment it was paused.</remarks>
    /// <returns>The session, paused.</returns>
    /// <response code="409">The session is not running.</response>
    [Function("PauseFocusSession")]
    [Operation("Pause a session", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/{id:guid}/pause")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, id, SessionCommand.Pause, client, cancellation);

    /// <summary>Lets the clock of a paused session run again; its planned end has moved by the length of the pause.</summary>
    /// <remarks>The planned end moves by the length of the pause.</remarks>
    /// <returns>The session, running.</returns>
    /// <response code="409">The session is not paused.</response>
    [Function("ResumeFocusSession")]
    [Operation("Let a paused session run again", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/{id:guid}/resume")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, id, SessionCommand.Resume, client, cancellation);

    /// <summary>Deletes a session that has ended: 204; 409 while it is open.</summary>
    /// <remarks>Summaries forget it; points that it has earned stay.</remarks>
    /// <returns>Deleted.</returns>
    /// <response code="409">The session has not ended.</response>
    [Function("DeleteFocusSession")]
    [Operation("Delete an ended session", Status = 204, Versioned = true)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "focus-sessions/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(await sessions.DeleteAsync(request.Caller().UserId, id.ToString(), request.Expected(), cancellation));

    /// <summary>Starts the session that <paramref name="read"/> finds in the body.</summary>
    internal async Task<IResult> BeginAsync(
        HttpRequest request,
        Func<JsonElement, UserCalendar, Outcome<SessionPlan>> read,
        DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !read(body, caller.Calendar).Succeeded(out var plan, out problem))
        {
            return Answer.Problem(problem);
        }

        var started = await sessions.StartAsync(caller.UserId, caller.Calendar, plan, new DurableTimers(client), cancellation);
        return answers.Created(request, started);
    }

    private async Task<IResult> ChangeAsync(
        HttpRequest request, Guid id, SessionCommand command, DurableTaskClient client, CancellationToken cancellation) =>
        answers.One(await sessions.ChangeAsync(
            request.Caller().UserId, id.ToString(), command, new DurableTimers(client), cancellation));
}
