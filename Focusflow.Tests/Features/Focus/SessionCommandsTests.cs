using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionCommandsTests : IAsyncLifetime
{
    private FocusDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await FocusDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_second_session_is_refused_while_one_is_active_or_paused()
    {
        var first = await desk.StartAsync();
        (await desk.TryStartAsync(new SessionPlan(5))).Problem.ShouldBe(new Problem(ProblemCodes.SessionAlreadyOpen, "Active focus session already exists"));

        await desk.DoAsync(SessionCommand.Pause, first);
        (await desk.TryStartAsync(new SessionPlan(5, SessionType.Break))).Problem.ShouldBe(new Problem(ProblemCodes.SessionAlreadyOpen, "Active focus session already exists"));

        await desk.DoAsync(SessionCommand.Stop, first);
        (await desk.TryStartAsync(new SessionPlan(5))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_starts_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.TryStartAsync(new SessionPlan(25)))));

        var started = outcomes.Single(outcome => outcome.Problem is null).Value;
        outcomes.Where(outcome => outcome.Problem is not null).ShouldAllBe(outcome => outcome.Problem!.Kind == ProblemKind.Conflict);
        (await desk.AllAsync(FocusSession.KindName)).Single().Id.ShouldBe(started.Id);
        (await desk.AllAsync(OpenSession.KindName)).Single().As<OpenSession>().SessionId.ShouldBe(started.Id);
    }

    [Fact]
    public async Task Also_when_they_race_for_the_place_of_a_session_that_is_overdue()
    {
        var overdue = await desk.StartAsync(10);
        desk.Pass(11);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.TryStartAsync(new SessionPlan(25)))));

        outcomes.Count(outcome => outcome.Problem is null).ShouldBe(1);
        (await desk.AllAsync(FocusSession.KindName)).Count.ShouldBe(2);
        (await desk.StoredAsync(overdue)).EndedAt.ShouldBe(overdue.PlannedEnd);
        (await desk.AllAsync(NotificationDocument.KindName)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_wake_up_is_asked_for_before_the_session_is_there()
    {
        var timers = new FailingTimers();
        await Should.ThrowAsync<IOException>(() => desk.Commands.StartAsync(
            FocusDesk.UserId, Focusflow.Core.Foundation.Calendar.UserCalendar.Utc, new SessionPlan(25), timers));

        (await desk.AllAsync(FocusSession.KindName)).ShouldBeEmpty();
        (await desk.AllAsync(OpenSession.KindName)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_plan_has_a_wake_up_of_its_own()
    {
        var session = await desk.StartAsync(30);
        var start = desk.Now;
        desk.Pass(10);
        await desk.DoAsync(SessionCommand.Pause, session);
        desk.Pass(5);
        await desk.DoAsync(SessionCommand.Resume, session);

        desk.Timers.Asked.Select(wakeUp => wakeUp.DueAt).ShouldBe([start.AddMinutes(30), start.AddMinutes(10).AddHours(12), start.AddMinutes(35)]);
        desk.Timers.Asked.Select(wakeUp => wakeUp.InstanceId()).ShouldBeUnique();
        desk.Timers.Asked[0].InstanceId().ShouldBe($"focus-{session.Id}-20261122T103000000Z");
    }

    [Fact]
    public async Task A_completed_focus_session_leaves_one_notification_and_tells_other_features_once()
    {
        var session = await desk.StartAsync(30);
        desk.Pass(12);
        var ended = await desk.DoAsync(SessionCommand.Complete, session);
        desk.Pass(60);
        await desk.DoAsync(SessionCommand.Complete, session);

        var notification = (await desk.AllAsync(NotificationDocument.KindName)).Single().As<NotificationDocument>();
        notification.NotificationKind.ShouldBe("session_completed");
        notification.Message.ShouldBe("You focused for 12 minutes.");
        notification.Id[..13].ShouldBe(session.Id[..13], "the two lie side by side");
        notification.CreatedAt.ShouldBe(ended.EndedAt!.Value);
        notification.Data["session_id"]!.GetValue<string>().ShouldBe(session.Id);
        desk.Follower.Told.Single().Id.ShouldBe(session.Id);
    }

    [Fact]
    public async Task Breaks_and_stopped_sessions_leave_none()
    {
        await desk.DoAsync(SessionCommand.Complete, await desk.StartAsync(5, SessionType.Break));
        await desk.DoAsync(SessionCommand.Stop, await desk.StartAsync(5));

        (await desk.AllAsync(NotificationDocument.KindName)).ShouldBeEmpty();
        desk.Follower.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_client_and_the_server_that_end_it_together_end_it_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = await desk.StartAsync(30);
            desk.Pass(30);
            var wakeUp = SessionWakeUp.For(session);
            var ends = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            {
                if (i % 3 == 0)
                    (await desk.TryAsync(SessionCommand.Complete, session)).Value.EndedAt.ShouldBe(session.PlannedEnd);
                else if (i % 3 == 1)
                    await desk.Settlement.WakeAsync(wakeUp);
                else
                    await desk.Sweeper.SweepAsync();
            }));
            await Task.WhenAll(ends);

            (await desk.StoredAsync(session)).EndedAt.ShouldBe(session.PlannedEnd);
            (await desk.AllAsync(NotificationDocument.KindName)).Count.ShouldBe(round + 1);
        }
    }

    [Fact]
    public async Task A_command_that_comes_too_late_is_refused_but_settles_the_session()
    {
        var session = await desk.StartAsync(30);
        desk.Pass(31);

        (await desk.TryAsync(SessionCommand.Pause, session)).Problem.ShouldBe(new Problem(ProblemCodes.SessionAlreadyEnded, "The session has already been completed."));
        (await desk.StoredAsync(session)).EndedAt.ShouldBe(session.PlannedEnd);
        (await desk.AllAsync(OpenSession.KindName)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_there()
    {
        var session = await desk.StartAsync();
        foreach (var command in Enum.GetValues<SessionCommand>())
            (await desk.Commands.ChangeAsync("somebody-else", session.Id, command, desk.Timers)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
        (await desk.Commands.DeleteAsync("somebody-else", session.Id, ExpectedVersion.Any)).Problem!.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task Only_an_ended_session_can_be_deleted_and_only_in_the_version_expected()
    {
        var session = await desk.StartAsync();
        (await desk.Commands.DeleteAsync(session.UserId, session.Id, ExpectedVersion.Any)).Problem!.Kind.ShouldBe(ProblemKind.Conflict);

        var ended = await desk.DoAsync(SessionCommand.Stop, session);
        (await desk.Commands.DeleteAsync(session.UserId, session.Id, ExpectedVersion.OneOf(session.ETag))).Problem.ShouldBe(Problem.Stale);
        (await desk.Commands.DeleteAsync(session.UserId, session.Id, ExpectedVersion.OneOf(ended.ETag))).Problem.ShouldBeNull();
        (await desk.AllAsync(FocusSession.KindName)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_is_named_must_exist()
    {
        var outcome = await desk.TryStartAsync(new SessionPlan(30, TaskId: Guid.NewGuid().ToString()));

        outcome.Problem!.Errors!.Keys.ShouldBe(["task_id"]);
    }

    private sealed class FailingTimers : IDurableTimers
    {
        public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation) => throw new IOException("The timers are away.");
    }
}
