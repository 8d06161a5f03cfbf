using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionSettlementTests : IAsyncLifetime
{
    private FocusDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await FocusDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_wake_up_at_the_planned_end_ends_the_session_there()
    {
        var session = await desk.StartAsync(30);
        desk.Pass(30);

        (await desk.Settlement.WakeAsync(SessionWakeUp.For(session))).Value.ShouldBe(WakeUpResult.Settled);
        (await desk.StoredAsync(session)).EndedAt.ShouldBe(session.PlannedEnd);
    }

    [Fact]
    public async Task Early_late_repeated_and_stale_wake_ups_change_no_data()
    {
        var session = await desk.StartAsync(30);
        var first = SessionWakeUp.For(session);
        desk.Pass(10);
        await desk.DoAsync(SessionCommand.Pause, session);
        desk.Pass(10);
        var resumed = await desk.DoAsync(SessionCommand.Resume, session);
        var second = SessionWakeUp.For(resumed);

        desk.Pass(15);
        (await desk.Settlement.WakeAsync(first)).Value.ShouldBe(WakeUpResult.Stale);
        (await desk.Settlement.WakeAsync(second)).Value.ShouldBe(WakeUpResult.TooEarly);
        (await desk.StoredAsync(session)).Status.ShouldBe(SessionStatus.Active);

        desk.Pass(500);
        (await desk.Settlement.WakeAsync(second)).Value.ShouldBe(WakeUpResult.Settled);
        var ended = await desk.StoredAsync(session);
        ended.EndedAt.ShouldBe(second.DueAt);
        (await desk.Settlement.WakeAsync(second)).Value.ShouldBe(WakeUpResult.Stale);
        (await desk.StoredAsync(session)).ETag.ShouldBe(ended.ETag);
    }

    [Fact]
    public async Task The_limit_of_a_pause_has_its_own_wake_up()
    {
        var session = await desk.StartAsync(30);
        desk.Pass(10);
        var paused = await desk.DoAsync(SessionCommand.Pause, session);
        desk.Pass(12 * 60);

        (await desk.Settlement.WakeAsync(SessionWakeUp.For(paused))).Value.ShouldBe(WakeUpResult.Settled);
        var stopped = await desk.StoredAsync(session);
        stopped.Status.ShouldBe(SessionStatus.Stopped);
        stopped.EndedAt.ShouldBe(paused.PausedAt);
    }

    [Fact]
    public async Task Whoever_reads_a_session_past_its_end_settles_it()
    {
        foreach (var read in new Func<FocusSession, Task>[]
        {
            session => desk.Reader.GetAsync(session.UserId, session.Id),
            session => desk.Reader.CurrentAsync(session.UserId),
            session => desk.Reader.ListAsync(session.UserId, DayRange.All, 50, null),
            session => desk.Summaries.DayAsync(session.UserId, DayText.Parse(session.Day)),
            session => desk.TryStartAsync(new SessionPlan(1)),
        })
        {
            var session = await desk.StartAsync(30);
            desk.Pass(45);
            await read(session);
            (await desk.StoredAsync(session)).ShouldSatisfyAllConditions(
                stored => stored.Status.ShouldBe(SessionStatus.Completed),
                stored => stored.EndedAt.ShouldBe(session.PlannedEnd));
        }
    }

    [Fact]
    public async Task The_sweeper_settles_what_is_due_and_nothing_else()
    {
        foreach (var i in Enumerable.Range(0, 250))
            await desk.TryStartAsync(new SessionPlan(i < 210 ? 10 : 60), $"user-{i}");
        desk.Pass(10);
        (await desk.Sweeper.SweepAsync()).Settled.ShouldBe(0); // their wake-ups are about to come
        desk.Pass(2);

        (await desk.Sweeper.SweepAsync()).Settled.ShouldBe(210);
        (await desk.Sweeper.SweepAsync()).ShouldSatisfyAllConditions(
            again => again.Settled.ShouldBe(0),
            again => again.SetAside.ShouldBeEmpty());
        (await desk.AllAsync(OpenSession.KindName, "user-0")).ShouldBeEmpty();
        (await desk.AllAsync(OpenSession.KindName, "user-249")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_sweeper_costs_one_query_when_nothing_is_due_however_many_run()
    {
        foreach (var i in Enumerable.Range(0, 50))
            await desk.TryStartAsync(new SessionPlan(10), $"user-{i}");

        var usage = StoreUsage.Begin();
        await desk.Sweeper.SweepAsync();
        (usage.Queries, usage.Reads, usage.Commits).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task A_marker_without_its_session_blocks_nobody()
    {
        var session = await desk.StartAsync(10);
        await WriteSet.ForUser(session.UserId).Delete(session).CommitAsync(desk.Store);
        desk.Pass(12);

        (await desk.Reader.CurrentAsync(session.UserId)).ShouldBeNull();
        await desk.Sweeper.SweepAsync();
        (await desk.AllAsync(OpenSession.KindName)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_stays_in_the_day_it_was_recorded_for_when_its_user_moves()
    {
        var auckland = UserCalendar.Find("Pacific/Auckland", LocalTime.Midnight)!;
        var session = await desk.StartAsync(30, calendar: auckland); // 10:00 UTC on the 22nd
        session.Day.ShouldBe("2026-11-22");
        await desk.DoAsync(SessionCommand.Complete, session);
        desk.Pass(120);
        var evening = await desk.StartAsync(30, calendar: auckland);
        evening.Day.ShouldBe("2026-11-23");

        // Now in Honolulu, where both began on the 22nd.
        (await desk.Summaries.DayAsync(FocusDesk.UserId, new LocalDate(2026, 11, 22))).Sessions.Single().Id.ShouldBe(session.Id);
        (await desk.Summaries.DayAsync(FocusDesk.UserId, new LocalDate(2026, 11, 23))).Sessions.Single().Id.ShouldBe(evening.Id);
    }
}
