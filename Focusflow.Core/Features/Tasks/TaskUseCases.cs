using System.Text.Json;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Tasks;

/// <summary>What users do with their tasks. Somebody else's task is not there.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="followers">The features that take part when a task is completed.</param>
public sealed class TaskUseCases(IDocumentStore store, TimeProvider clock, IEnumerable<ITaskCompleted> followers)
{
    /// <summary>The most tasks of a list that is asked for whole: what existing clients do, who show what they get and follow no links.</summary>
    public const int WholeList = DocumentQuery.MaxLimit;

    private static readonly Problem NotFound = Problem.NotFound("Task");
    private readonly ITaskCompleted[] followers = [.. followers];

    /// <summary>Makes a task: one commit, and before it the timer of its reminder if it wants one.</summary>
    /// <returns>The task, or 422.</returns>
    public async Task<Outcome<TaskResource>> CreateAsync(
        Caller caller, JsonElement body, IDurableTimers timers, CancellationToken cancellation = default)
    {
        if (!TaskFields.ReadNew(body, caller.Calendar).Succeeded(out var sent, out var problem))
            return problem;
        var now = clock.Now();
        var decision = TaskDecisions.Create(Guid.CreateVersion7(now).ToString("D"), caller.UserId, sent, caller.Calendar, now);
        if (!decision.Succeeded(out var task, out problem))
            return problem;

        await ScheduleAsync(task, before: null, timers, cancellation);
        var writes = WriteSet.ForUser(caller.UserId).Create(task);
        var commit = await writes.CommitAsync(store);
        return commit.Succeeded
            ? new TaskResource(writes.Stored(commit), caller.Calendar)
            : throw new InvalidOperationException($"The new id {task.Id} was taken.");
    }

    /// <summary>Reads a task: one read.</summary>
    public async Task<Outcome<TaskResource>> GetAsync(Caller caller, Guid id, CancellationToken cancellation = default) =>
        await ReadAsync(caller, id, cancellation) is { } stored ? new TaskResource(stored, caller.Calendar) : NotFound;

    /// <summary>The time spent on a task: one read and one query.</summary>
    /// <returns>The time, or 404.</returns>
    public async Task<Outcome<TaskTime>> TimeAsync(Caller caller, Guid id, SessionReader sessions, CancellationToken cancellation = default)
    {
        if (await ReadAsync(caller, id, cancellation) is not { } task)
            return NotFound;
        return TaskTime.Of(await sessions.OfTaskAsync(caller.UserId, task.Id, cancellation));
    }

    /// <summary>Reads one page of a list: one query, or two where it matters when tasks are due.</summary>
    /// <returns>The page, or 400 for a cursor of another list.</returns>
    public async Task<Outcome<TaskPage>> ListAsync(
        Caller caller, TaskFilter filter, int limit, string? cursor, CancellationToken cancellation = default)
    {
        if (!ListCursor.Read(cursor, clock.Now()).Succeeded(out var from, out var problem))
            return problem;
        var read = await TaskPages.ReadAsync(
            store, caller.UserId, caller.Calendar, filter, from.Now, limit, from.Continuation, cancellation);
        if (!read.Succeeded(out var page, out problem))
            return problem;
        var tasks = new TaskResource[page.Documents.Count];
        for (var i = 0; i < tasks.Length; i++)
            tasks[i] = new TaskResource(page.Documents[i], caller.Calendar);
        return new TaskPage(tasks, from.Next(page.Continuation));
    }

    /// <summary>
    /// Changes the fields that were sent, of the task alone or of all that come after it in its series, too. Changing nothing
    /// writes nothing.
    /// </summary>
    /// <returns>The task, 404, 409 when there is nothing that comes after it, 412 or 422.</returns>
    public async Task<Outcome<TaskResource>> UpdateAsync(
        Caller caller,
        Guid id,
        JsonElement body,
        ExpectedVersion expected,
        IDurableTimers timers,
        bool following = false,
        CancellationToken cancellation = default) =>
        TaskFields.ReadChange(body, caller.Calendar).Succeeded(out var sent, out var problem)
            ? await ChangeAsync(caller, id, expected, (task, now) => TaskDecisions.Update(task, sent, following, caller.Calendar, now), timers, cancellation)
            : problem;

    /// <summary>Marks a task as done; one that is done stays as it is. One that repeats makes the next one in the same transaction.</summary>
    /// <returns>The task, 404 or 412.</returns>
    public Task<Outcome<TaskResource>> CompleteAsync(
        Caller caller, Guid id, ExpectedVersion expected, IDurableTimers timers, CancellationToken cancellation = default) =>
        ChangeAsync(caller, id, expected, (task, now) => TaskDecisions.Complete(task, now), timers, cancellation);

    /// <summary>Opens a task again; one that is open stays as it is.</summary>
    /// <returns>The task, 404 or 412.</returns>
    public Task<Outcome<TaskResource>> UncompleteAsync(
        Caller caller, Guid id, ExpectedVersion expected, IDurableTimers timers, CancellationToken cancellation = default) =>
        ChangeAsync(caller, id, expected, (task, now) => TaskDecisions.Uncomplete(task, now), timers, cancellation);

    /// <summary>Moves a task that repeats to the next day of its series, as if it had not been there this time.</summary>
    /// <returns>The task, 404, 409 when it has no next day, or 412.</returns>
    public Task<Outcome<TaskResource>> SkipAsync(
        Caller caller, Guid id, ExpectedVersion expected, IDurableTimers timers, CancellationToken cancellation = default) =>
        ChangeAsync(caller, id, expected, (task, now) => Repetition.Skip(task, caller.Calendar, now), timers, cancellation);

    /// <summary>Marks a step of a task as done or open; one that is so already stays as it is.</summary>
    /// <returns>The task, 404 or 412.</returns>
    public Task<Outcome<TaskResource>> TickAsync(
        Caller caller, Guid id, Guid step, bool completed, ExpectedVersion expected, IDurableTimers timers, CancellationToken cancellation = default) =>
        ChangeAsync(caller, id, expected, (task, now) => TaskDecisions.Tick(task, step, completed, now), timers, cancellation);

    /// <summary>
    /// Deletes a task. A timer of its reminder finds it gone and does nothing. Of a series it is this one alone, and the next
    /// comes in its place, unless all that come after it are to go as well.
    /// </summary>
    /// <returns>Done, 404, 409 when there is nothing that comes after it, or 412.</returns>
    public Task<Outcome<Done>> DeleteAsync(
        Caller caller, Guid id, ExpectedVersion expected, IDurableTimers timers, bool following = false, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                if (await ReadAsync(caller, id, cancellation) is not { } stored)
                    return NotFound;
                if (!expected.Accepts(stored.ETag))
                    return Problem.Stale;
                var task = stored.As<TaskDocument>();
                if (following && Repetition.End(task) is { } problem)
                    return problem;
                var writes = WriteSet.ForUser(caller.UserId).Delete(task);
                if (!following && !task.Completed)
                    await AddFollowingAsync(Repetition.Replace(task, caller.Calendar, clock.Now()), writes, timers, cancellation);
                foreach (var follower in followers)
                    await follower.AddDeletedAsync(task, writes, cancellation);
                var commit = await writes.CommitAsync(store);
                return commit.Succeeded ? default(Done) : null;
            },
            cancellation);

    private Task<Outcome<TaskResource>> ChangeAsync(
        Caller caller,
        Guid id,
        ExpectedVersion expected,
        Func<TaskDocument, DateTimeOffset, Outcome<TaskDocument>> decide,
        IDurableTimers timers,
        CancellationToken cancellation) =>
        Optimistic.RunAsync<TaskResource>(
            async () =>
            {
                if (await ReadAsync(caller, id, cancellation) is not { } stored)
                    return NotFound;
                if (!expected.Accepts(stored.ETag))
                    return Problem.Stale;
                var task = stored.As<TaskDocument>();
                var now = clock.Now();
                if (!decide(task, now).Succeeded(out var next, out var problem))
                    return problem;
                if (ReferenceEquals(next, task))
                    return new TaskResource(stored, caller.Calendar);
                if (task.Completed != next.Completed)
                    next = next with { Completion = TaskCompletion.Of(next, caller.Calendar) };
                (next, var comes) = !task.Completed && next.Completed ? Repetition.Complete(next, caller.Calendar, now) : (next, null);

                await ScheduleAsync(next, task, timers, cancellation);
                var read = !task.Completed && next.Completed ? await ReadToCompleteAsync(next, caller.Calendar, cancellation) : null;
                var writes = WriteSet.ForUser(caller.UserId, read).Replace(next);
                await AddFollowingAsync(comes, writes, timers, cancellation);
                await AddCompletionAsync(caller, task, next, writes, cancellation);
                await AddUndoneAsync(task, next, writes, cancellation);
                var commit = await writes.CommitAsync(store);
                return commit.Succeeded ? new TaskResource(writes.Stored(commit), caller.Calendar) : null;
            },
            cancellation);

    // Before the commit: a crash in between leaves a timer that finds nothing to do, never a reminder without a timer.
    private static async Task ScheduleAsync(TaskDocument task, TaskDocument? before, IDurableTimers timers, CancellationToken cancellation)
    {
        if (task.PendingReminder is { } due && due != before?.PendingReminder)
            await timers.ScheduleAsync(new ReminderTimer(task.UserId, task.Id, due), cancellation);
    }

    private static async ValueTask AddFollowingAsync(TaskDocument? comes, WriteSet writes, IDurableTimers timers, CancellationToken cancellation)
    {
        if (comes is null)
            return;
        await ScheduleAsync(comes, before: null, timers, cancellation);
        writes.Create(comes);
    }

    private async ValueTask AddCompletionAsync(
        Caller caller, TaskDocument task, TaskDocument next, WriteSet writes, CancellationToken cancellation)
    {
        if (task.Completed || !next.Completed)
            return;
        foreach (var follower in followers)
            await follower.AddWritesAsync(next, caller.Calendar, writes, cancellation);
    }

    private async ValueTask AddUndoneAsync(TaskDocument task, TaskDocument next, WriteSet writes, CancellationToken cancellation)
    {
        if (!task.Completed || next.Completed)
            return;
        foreach (var follower in followers)
            await follower.AddUndoneAsync(task, writes, cancellation);
    }

    private async ValueTask<SomeDocuments?> ReadToCompleteAsync(TaskDocument completed, UserCalendar calendar, CancellationToken cancellation)
    {
        string[] ids = [.. followers.SelectMany(follower => follower.Reads(completed, calendar)).Distinct(StringComparer.Ordinal)];
        return ids.Length == 0 ? null : await store.ReadSomeAsync(Containers.UserData, completed.UserId, ids, cancellation);
    }

    private async ValueTask<StoredDocument?> ReadAsync(Caller caller, Guid id, CancellationToken cancellation)
    {
        var key = new DocumentKey(Containers.UserData, caller.UserId, id.ToString("D"));
        return await store.ReadAsync(key, cancellation) is { } stored && stored.Kind == TaskDocument.KindName ? stored : null;
    }
}
