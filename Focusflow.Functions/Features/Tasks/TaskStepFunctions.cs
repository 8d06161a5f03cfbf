using Focusflow.Core.Features.Tasks;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Tasks;

/// <summary>The routes of the steps in a task's checklist.</summary>
/// <param name="tasks">The use cases.</param>
public sealed class TaskStepFunctions(TaskUseCases tasks)
{
    /// <summary>PUT /tasks/{id}/steps/{step}/complete.</summary>
    /// <remarks>A step that is done stays as it is. The task itself stays open.</remarks>
    /// <returns>The task with its steps.</returns>
    /// <response code="404">There is no such task of the user, or no such step in it.</response>
    [Function("CompleteTaskStep")]
    [Operation("Tick a step of a task", Answer = typeof(TaskResource), Versioned = true)]
    public Task<IResult> CompleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "tasks/{id:guid}/steps/{step:guid}/complete")] HttpRequest request,
        Guid id,
        Guid step,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        TickAsync(request, id, step, completed: true, client, cancellation);

    /// <summary>PUT /tasks/{id}/steps/{step}/uncomplete.</summary>
    /// <remarks>A step that is open stays as it is.</remarks>
    /// <returns>The task with its steps.</returns>
    /// <response code="404">There is no such task of the user, or no such step in it.</response>
    [Function("UncompleteTaskStep")]
    [Operation("Open a step of a task again", Answer = typeof(TaskResource), Versioned = true)]
    public Task<IResult> UncompleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "tasks/{id:guid}/steps/{step:guid}/uncomplete")] HttpRequest request,
        Guid id,
        Guid step,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        TickAsync(request, id, step, completed: false, client, cancellation);

    private async Task<IResult> TickAsync(
        HttpRequest request, Guid id, Guid step, bool completed, DurableTaskClient client, CancellationToken cancellation) =>
        Answer.Of(
            await tasks.TickAsync(request.Caller(), id, step, completed, request.Expected(), new DurableTimers(client), cancellation),
            task => Answer.Json(task, TaskJson.Default.TaskResource, TaskFunctions.TagOf(task)));
}
