using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.WorkLog;

/// <summary>Changing the work log, for the time tracker and for the dashboard.</summary>
public sealed class WorkLogFunctions(WorkLogCommands workLog)
{
    /// <summary>Clocks in: 201; 409 when clocked in already.</summary>
    /// <remarks>Work may be open beside focus sessions, but only once.</remarks>
    /// <returns>The work, open.</returns>
    /// <response code="409">Clocked in already.</response>
    [Function("StartWork")]
    [Operation("Clock in", Answer = typeof(TimeLogResponse), Versioned = true, Status = 201)]
    public Task<IResult> StartWorkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "time-logs/start-work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        BeginAsync(request, WorkCommand.StartWork, client, cancellation);

    /// <summary>Clocks out and ends an open break; 409 when not clocked in.</summary>
    /// <remarks>Ends a break that is open, too.</remarks>
    /// <returns>The work, ended.</returns>
    /// <response code="409">Not clocked in.</response>
    [Function("EndWork")]
    [Operation("Clock out", Answer = typeof(TimeLogResponse), Versioned = true)]
    public Task<IResult> EndWorkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "time-logs/end-work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        EndAsync(request, WorkCommand.EndWork, client, cancellation);

    /// <summary>Begins a break from work: 201; 409 when not clocked in or on a break already.</summary>
    /// <remarks>The break belongs to the work that is open.</remarks>
    /// <returns>The break, open.</returns>
    /// <response code="409">Not clocked in, or on a break already.</response>
    [Function("StartBreak")]
    [Operation("Begin a break from work", Answer = typeof(TimeLogResponse), Versioned = true, Status = 201)]
    public Task<IResult> StartBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "time-logs/start-break")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        BeginAsync(request, WorkCommand.StartBreak, client, cancellation);

    /// <summary>Ends the break; 409 when there is none.</summary>
    /// <remarks>Work goes on.</remarks>
    /// <returns>The break, ended.</returns>
    /// <response code="409">There is no break.</response>
    [Function("EndBreak")]
    [Operation("End the break", Answer = typeof(TimeLogResponse), Versioned = true)]
    public Task<IResult> EndBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "time-logs/end-break")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        EndAsync(request, WorkCommand.EndBreak, client, cancellation);

    /// <summary>The dashboard's way to clock in.</summary>
    /// <remarks>What <c>POST /time-logs/start-work</c> does, from the dashboard.</remarks>
    /// <returns>The work, open.</returns>
    /// <response code="409">Clocked in already.</response>
    [Function("ClockIn")]
    [Operation("Clock in", Answer = typeof(TimeLogResponse), Versioned = true, Status = 201)]
    public Task<IResult> ClockInAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dashboard/clock-in")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        BeginAsync(request, WorkCommand.StartWork, client, cancellation);

    /// <summary>The dashboard's way to clock out.</summary>
    /// <remarks>What <c>POST /time-logs/end-work</c> does, from the dashboard.</remarks>
    /// <returns>The work, ended.</returns>
    /// <response code="409">Not clocked in.</response>
    [Function("ClockOut")]
    [Operation("Clock out", Answer = typeof(TimeLogResponse), Versioned = true)]
    public Task<IResult> ClockOutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dashboard/clock-out")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        EndAsync(request, WorkCommand.EndWork, client, cancellation);

    private async Task<IResult> BeginAsync(HttpRequest request, WorkCommand command, DurableTaskClient client, CancellationToken cancellation) =>
        Answer.Of(await RunAsync(request, command, client, cancellation), TimeLogResponse.Created);

    private async Task<IResult> EndAsync(HttpRequest request, WorkCommand command, DurableTaskClient client, CancellationToken cancellation) =>
        Answer.Of(await RunAsync(request, command, client, cancellation), TimeLogResponse.Answered);

    private Task<Outcome<TimeLog>> RunAsync(HttpRequest request, WorkCommand command, DurableTaskClient client, CancellationToken cancellation)
    {
        var caller = request.Caller();
        return workLog.RunAsync(caller.UserId, caller.Calendar, command, new DurableTimers(client), cancellation);
    }
}
