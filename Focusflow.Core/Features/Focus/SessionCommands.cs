using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Focus;

/// <summary>Starting, changing and deleting sessions: load, let <see cref="SessionRules"/> decide, commit.</summary>
public sealed class SessionCommands(IDocumentStore store, TimeProvider clock, SessionCommit commit, SessionSettlement settlement)
{
    private static readonly Problem AlreadyOpen = new(ProblemCodes.SessionAlreadyOpen, "Active focus session already exists");

    /// <summary>
    /// Starts a session. 409 while another one is open; one that is only waiting to be settled is settled in the same
    /// transaction. 422 when the named task does not exist.
    /// </summary>
    public async Task<Outcome<FocusSession>> StartAsync(
        string userId, UserCalendar calendar, SessionPlan plan, IDurableTimers timers, CancellationToken cancellation = default)
    {
        var tags = plan.TaskId is { } taskId ? await TagsOfAsync(userId, taskId, cancellation) : [];
        if (tags is null)
            return Problem.Invalid("task_id", "There is no task with this id.");

        var id = Guid.CreateVersion7(clock.Now()).ToString();
        return await Optimistic.RunAsync<FocusSession>(
            async () =>
            {
                var now = clock.Now();
                var marker = await store.ReadAsync<OpenSession>(userId, OpenSession.FixedId, cancellation);
                var previous = marker is null ? null : await store.ReadAsync<FocusSession>(userId, marker.SessionId, cancellation);
                var settled = previous is null ? null : SessionRules.Settle(previous, now);
                if (settled is { IsOpen: true })
                    return AlreadyOpen;

                // In here, since of the session before it matters what has become of it.
                var minutes = plan.Minutes ?? await Pomodoro.MinutesAsync(store, userId, plan.Type, calendar.DayOf(now), settled, cancellation);
                var session = SessionRules.Start(id, userId, plan with { Minutes = minutes }, calendar, now) with { Tags = tags.Count > 0 ? tags : null };
                var writes = WriteSet.ForUser(userId).Create(session).Put(OpenSession.For(session) with { ETag = marker?.ETag ?? "" });
                if (settled is not null && !ReferenceEquals(settled, previous))
                {
                    writes.Replace(settled);
                    await commit.AddEndAsync(settled, writes, cancellation);
                }

                await timers.ScheduleAsync(SessionWakeUp.For(session), cancellation);
                var result = await writes.CommitAsync(store);
                return result.Succeeded ? session with { ETag = result.ETags[0] } : (Outcome<FocusSession>?)null;
            },
            cancellation);
    }

    /// <summary>Completes, stops, pauses or resumes a session. 404 when it is not there, 409 when it cannot be done to it.</summary>
    public Task<Outcome<FocusSession>> ChangeAsync(
        string userId, string sessionId, SessionCommand command, IDurableTimers timers, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<FocusSession>(
            async () =>
            {
                var ends = command is SessionCommand.Complete or SessionCommand.Stop;
                var read = await commit.ReadAsync(userId, sessionId, ends ? clock.Now() : null, cancellation);
                if (read.Find<FocusSession>() is not { } session)
                    return SessionSettlement.NotFound;

                var now = clock.Now();
                var decision = SessionRules.Decide(session, command, now);
                var next = decision.Problem is null ? decision.Value : SessionRules.Settle(session, now);
                if (ReferenceEquals(next, session))
                    return decision;

                if (next.IsOpen)
                    await timers.ScheduleAsync(SessionWakeUp.For(next), cancellation);
                if (await commit.TryAsync(next, read, cancellation) is not { } stored)
                    return null;
                return decision.Problem is null ? stored : decision;
            },
            cancellation);

    /// <summary>
    /// Deletes a session that has ended; nothing that was earned with it is taken back, but its time
    /// no longer counts. 409 while it is open, 412 when it
    /// is not the version expected.
    /// </summary>
    public Task<Outcome<Done>> DeleteAsync(
        string userId, string sessionId, ExpectedVersion expected, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<Done>(
            async () =>
            {
                var session = await store.ReadAsync<FocusSession>(userId, sessionId, cancellation);
                if (session is null)
                    return SessionSettlement.NotFound;
                if (!expected.Accepts(session.ETag))
                    return Problem.Stale;

                var settled = await settlement.RecordAsync(session, read: null, cancellation); // what follows from its end must not go with it
                if (settled.Problem is { } problem)
                    return problem;
                if (settled.Value.IsOpen)
                    return new Problem(ProblemCodes.SessionStillOpen, "The session is still open. Complete or stop it first.");
                var writes = WriteSet.ForUser(userId).Delete(settled.Value);
                await commit.AddDeletionAsync(settled.Value, writes, cancellation);
                var result = await writes.CommitAsync(store);
                return result.Succeeded ? default(Done) : (Outcome<Done>?)null;
            },
            cancellation);

    // Tasks know of sessions, so sessions know no more of a task than this.
    private async ValueTask<IReadOnlyList<string>?> TagsOfAsync(string userId, string taskId, CancellationToken cancellation)
    {
        if (await store.ReadAsync(new DocumentKey(Containers.UserData, userId, taskId), cancellation) is not { Kind: "task" } task)
            return null;
        using var json = JsonDocument.Parse(task.Json);
        return json.RootElement.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [];
    }
}
