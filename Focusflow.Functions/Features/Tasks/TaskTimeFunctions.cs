using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Tasks;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Tasks;

/// <summary>The route of the time spent on a task.</summary>
/// <param name="tasks">The use cases.</param>
/// <param name="sessions">Reads the sessions.</param>
public sealed class TaskTimeFunctions(TaskUseCases tasks, SessionReader sessions)
{
    /// <summary>GET /tasks/{id}/time.</summary>
    /// <remarks>Running time of completed focus sessions, in all and by day.</remarks>
    /// <returns>The time.</returns>
    [Function("GetTaskTime")]
    [Operation("The time spent on a task", Answer = typeof(TaskTime))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tasks/{id:guid}/time")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Answer.Of(
            await tasks.TimeAsync(request.Caller(), id, sessions, cancellation),
            time => Answer.Json(time, TaskTimeJson.Default.TaskTime));
}
