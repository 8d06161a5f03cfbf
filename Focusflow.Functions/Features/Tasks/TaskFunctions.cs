using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Tasks;

/// <summary>The routes of tasks.</summary>
/// <param name="tasks">The use cases.</param>
/// <param name="search">Reads the lists.</param>
public sealed class TaskFunctions(TaskUseCases tasks, TaskSearch search)
{
    /// <summary>POST /tasks: 201 with the task and where it is.</summary>
    /// <remarks>
    /// A task starts open. With <c>reminder_enabled</c> and a <c>reminder_time</c> one notification is made when the time
    /// comes, unless the task is completed, changed or deleted before.
    /// </remarks>
    /// <returns>The task.</returns>
    /// <response code="409">
    /// The user has as many tasks as may be kept, or the first request with this <c>Idempotency-Key</c> is still running.
    /// </response>
    [Function("CreateTask")]
    [Operation("Create a task", Body = typeof(TaskFields), BodyReader = nameof(TaskFields.ReadNew), Answer = typeof(TaskResource), Versioned = true, Status = 201)]
    [BodyExample("""{"title": "Complete project", "description": "Finish the task management feature", "start_date": "2025-09-27T09:00:00Z", "due_date": "2025-09-29T17:00:00Z", "priority": "high", "tags": ["urgent", "development", "feature"]}""")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tasks")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var read = await RequestBody.ReadObjectAsync(request, cancellation);
        if (!read.Succeeded(out var body, out var problem))
            return Answer.Problem(problem);
        var created = await tasks.CreateAsync(request.Caller(), body, new DurableTimers(client), cancellation);
        return Answer.Of(created, task => Answer.Created(
            task, TaskJson.Default.TaskResource, $"{request.PathBase}{request.Path.Value?.TrimEnd('/')}/{task.Document.Id}", TagOf(task)));
    }

    /// <summary>GET /tasks: the caller's tasks, filtered and sorted by the query string; a page of them when a limit or cursor is named.</summary>
    /// <remarks>All filters that are given must hold. A list that is asked for without <c>limit</c> and <c>cursor</c> is whole.</remarks>
    /// <returns>The tasks, or one page of them.</returns>
    [Function("ListTasks")]
    [Operation("Tasks, filtered and sorted", Answer = typeof(TaskResource[]), Paged = true, WholeUpTo = TaskUseCases.WholeList)]
    [Query("completed", "Only completed or only open ones.", Type = "boolean")]
    [Query("priority", "Any of these priorities.", Choices = ["low", "medium", "high"], Several = true)]
    [Query("tags", "With any of these tags.", Several = true)]
    [Query("tags_all", "With all of these tags.", Several = true)]
    [Query("due_date_range", "Due in a part of the calendar, in the user's zone.", Choices = ["today", "tomorrow", "upcoming", "overdue", "this_week", "none"])]
    [Query("due_from", "Due from then on; a date, which counts from its start, or a timestamp.")]
    [Query("due_to", "Due until then; a date, which counts to its end, or a timestamp.")]
    [Query("series_id", "Of this series.")]
    [Query("q", "With this text in title or description.")]
    [Query("sort", "The order; a minus reverses it.", Choices = ["due_date", "-due_date", "priority", "-priority", "created_at", "-created_at", "updated_at", "-updated_at", "title", "-title"])]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tasks")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!PageRequest.Read(request, whole: TaskUseCases.WholeList).Succeeded(out var page, out var problem))
            return Answer.Problem(problem);
        if (!TaskFilter.Read(request.Parameters()).Succeeded(out var filter, out problem))
            return Answer.Problem(problem);
        return Answer.Of(
            await search.ListAsync(caller, filter, page.Limit, page.Cursor, cancellation),
            found => Answer.Page(found.Tasks, TaskJson.Default.TaskResourceArray, found.NextCursor));
    }

    /// <summary>GET /tasks/{id}.</summary>
    /// <remarks>One task of the user.</remarks>
    /// <returns>The task.</returns>
    [Function("GetTask")]
    [Operation("A task", Answer = typeof(TaskResource), Versioned = true)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "tasks/{id:guid}")] HttpRequest request,
        Guid id,
        CancellationToken cancellation) =>
        Show(await tasks.GetAsync(request.Caller(), id, cancellation));

    /// <summary>PUT or PATCH /tasks/{id}: changes the fields that are sent, of the task or of what comes after it in its series, too.</summary>
    /// <remarks>Completing or moving a task also moves or cancels its reminder.</remarks>
    /// <returns>The task as it is now.</returns>
    [Function("UpdateTask")]
    [Operation("Change a task", Body = typeof(TaskFields), BodyReader = nameof(TaskFields.ReadChange), Answer = typeof(TaskResource), Versioned = true)]
    [Query("scope", "Of a series: this task alone (the default), or all that come after it as well.", Choices = ["this", "following"])]
    [BodyExample("""{"completed": true}""")]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = "tasks/{id:guid}")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var read = await RequestBody.ReadObjectAsync(request, cancellation);
        if (!read.Succeeded(out var body, out var problem) || !IsFollowing(request).Succeeded(out var following, out problem))
            return Answer.Problem(problem);
        return Show(await tasks.UpdateAsync(request.Caller(), id, body, request.Expected(), new DurableTimers(client), following, cancellation));
    }

    /// <summary>DELETE /tasks/{id}: 204. Of a series, the next one comes in its place, or the series ends.</summary>
    /// <remarks>Its reminder is cancelled; sessions spent on it stay. Of a series, the next one comes in its place.</remarks>
    /// <returns>Deleted.</returns>
    [Function("DeleteTask")]
    [Operation("Delete a task", Status = 204, Versioned = true)]
    [Query("scope", "Of a series: this task alone (the default), or all that come after it as well, which ends the series.", Choices = ["this", "following"])]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "tasks/{id:guid}")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        IsFollowing(request).Succeeded(out var following, out var problem)
            ? Answer.Of(await tasks.DeleteAsync(request.Caller(), id, request.Expected(), new DurableTimers(client), following, cancellation))
            : Answer.Problem(problem);

    /// <summary>PUT /tasks/{id}/complete.</summary>
    /// <remarks>Counts for challenges, once a week. A task that is completed already stays as it is.</remarks>
    /// <returns>The task, completed.</returns>
    [Function("CompleteTask")]
    [Operation("Complete a task", Answer = typeof(TaskResource), Versioned = true)]
    public async Task<IResult> CompleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "tasks/{id:guid}/complete")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Show(await tasks.CompleteAsync(request.Caller(), id, request.Expected(), new DurableTimers(client), cancellation));

    /// <summary>PUT /tasks/{id}/uncomplete.</summary>
    /// <remarks>Takes nothing back of what completing it has earned.</remarks>
    /// <returns>The task, open.</returns>
    [Function("UncompleteTask")]
    [Operation("Open a completed task again", Answer = typeof(TaskResource), Versioned = true)]
    public async Task<IResult> UncompleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "tasks/{id:guid}/uncomplete")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Show(await tasks.UncompleteAsync(request.Caller(), id, request.Expected(), new DurableTimers(client), cancellation));

    /// <summary>PUT /tasks/{id}/skip: 409 for a task that does not repeat.</summary>
    /// <remarks>Moves it to the next day of its series; nothing counts as completed.</remarks>
    /// <returns>The task on its next day.</returns>
    /// <response code="409">The task does not repeat, its series ends with it, or it has gone on already.</response>
    [Function("SkipTask")]
    [Operation("Move a repeating task to its next day", Answer = typeof(TaskResource), Versioned = true)]
    public async Task<IResult> SkipAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "tasks/{id:guid}/skip")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Show(await tasks.SkipAsync(request.Caller(), id, request.Expected(), new DurableTimers(client), cancellation));

    private static Outcome<bool> IsFollowing(HttpRequest request)
    {
        var parameters = request.Parameters();
        var scope = parameters.Choice("scope", Repetition.Scopes);
        return parameters.Problem is { } problem ? problem : scope == Repetition.Following;
    }

    /// <summary>The version of a task as its user sees it: when a day is over (<c>due_at</c>) the user's calendar says, and no write of the task.</summary>
    internal static string TagOf(TaskResource task) => VersionTag.Of(task.Document.ETag, task.Calendar.Mark);

    private static IResult Show(Outcome<TaskResource> outcome) =>
        Answer.Of(outcome, task => Answer.Json(task, TaskJson.Default.TaskResource, TagOf(task)));
}
