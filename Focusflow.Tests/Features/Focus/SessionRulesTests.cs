using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Nine = new(2025, 9, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_session_runs_until_its_planned_end()
    {
        var session = Started(30);

        session.Status.ShouldBe(SessionStatus.Active);
        session.PlannedEnd.ShouldBe(Nine.AddMinutes(30));
        session.DueAt.ShouldBe(Nine.AddMinutes(30));
        session.RemainingAt(Nine.AddMinutes(10)).ShouldBe(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public void Nothing_is_due_a_millisecond_before_the_planned_end()
    {
        var session = Started(30);

        SessionRules.Settle(session, Nine.AddMinutes(30).AddMilliseconds(-1)).ShouldBeSameAs(session);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30 * 60)]
    [InlineData(90 * 24 * 60 * 60)]
    public void However_late_it_is_noticed_a_session_ends_at_its_planned_end(int secondsLate)
    {
        var session = SessionRules.Settle(Started(30), Nine.AddMinutes(30).AddSeconds(secondsLate));

        session.Status.ShouldBe(SessionStatus.Completed);
        session.EndedAt.ShouldBe(Nine.AddMinutes(30));
        session.Recorded.ShouldBe(TimeSpan.FromMinutes(30));
        session.DueAt.ShouldBeNull();
        session.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Pausing_a_session_moves_its_planned_end()
    {
        var paused = After(Started(30), SessionCommand.Pause, Nine.AddMinutes(10));
        paused.Status.ShouldBe(SessionStatus.Paused);
        paused.PlannedEnd.ShouldBeNull();
        paused.PausedAt.ShouldBe(Nine.AddMinutes(10));
        paused.RemainingAt(Nine.AddMinutes(25)).ShouldBe(TimeSpan.FromMinutes(20));

        var resumed = After(paused, SessionCommand.Resume, Nine.AddMinutes(25));
        resumed.Status.ShouldBe(SessionStatus.Active);
        resumed.PlannedEnd.ShouldBe(Nine.AddMinutes(45));

        var ended = SessionRules.Settle(resumed, Nine.AddHours(3));
        ended.EndedAt.ShouldBe(Nine.AddMinutes(45));
        ended.Recorded.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void A_pause_that_reaches_twelve_hours_stops_the_session_where_it_was_paused()
    {
        var paused = After(Started(30), SessionCommand.Pause, Nine.AddMinutes(10));
        paused.DueAt.ShouldBe(Nine.AddMinutes(10).AddHours(12));
        SessionRules.Settle(paused, Nine.AddMinutes(9).AddHours(12)).ShouldBeSameAs(paused);

        var stopped = SessionRules.Settle(paused, Nine.AddDays(2));
        stopped.Status.ShouldBe(SessionStatus.Stopped);
        stopped.EndedAt.ShouldBe(Nine.AddMinutes(10));
        stopped.Recorded.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Completing_before_the_planned_end_records_what_was_done()
    {
        var completed = After(Started(30), SessionCommand.Complete, Nine.AddMinutes(12));

        completed.Status.ShouldBe(SessionStatus.Completed);
        completed.EndedAt.ShouldBe(Nine.AddMinutes(12));
        completed.Recorded.ShouldBe(TimeSpan.FromMinutes(12));
    }

    [Fact]
    public void A_client_that_completes_just_after_the_server_did_gets_the_servers_end()
    {
        var late = After(Started(30), SessionCommand.Complete, Nine.AddMinutes(30).AddSeconds(3));
        late.EndedAt.ShouldBe(Nine.AddMinutes(30));

        After(late, SessionCommand.Complete, Nine.AddMinutes(31)).ShouldBeSameAs(late);
    }

    [Fact]
    public void A_paused_session_can_be_ended_without_its_pause_counting()
    {
        var paused = After(Started(30), SessionCommand.Pause, Nine.AddMinutes(10));

        After(paused, SessionCommand.Complete, Nine.AddMinutes(50)).Recorded.ShouldBe(TimeSpan.FromMinutes(10));
        After(paused, SessionCommand.Stop, Nine.AddMinutes(50)).EndedAt.ShouldBe(Nine.AddMinutes(50));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        var active = Started(30);
        var paused = After(active, SessionCommand.Pause, Nine.AddMinutes(1));
        var stopped = After(active, SessionCommand.Stop, Nine.AddMinutes(1));
        var completed = After(active, SessionCommand.Complete, Nine.AddMinutes(1));

        Refused(active, SessionCommand.Resume).ShouldBe("The session is not paused.");
        Refused(paused, SessionCommand.Pause).ShouldBe("The session is already paused.");
        foreach (var command in new[] { SessionCommand.Complete, SessionCommand.Pause, SessionCommand.Resume })
            Refused(stopped, command).ShouldBe("The session has already been stopped.");
        foreach (var command in new[] { SessionCommand.Stop, SessionCommand.Pause, SessionCommand.Resume })
            Refused(completed, command).ShouldBe("The session has already been completed.");
    }

    [Fact]
    public void The_number_of_pauses_is_limited()
    {
        var session = Started(480);
        var now = Nine;
        for (var pauses = 1; pauses < SessionRules.MostSegments; pauses++)
        {
            session = After(session, SessionCommand.Pause, now += TimeSpan.FromSeconds(1));
            session = After(session, SessionCommand.Resume, now);
        }

        SessionRules.Decide(session, SessionCommand.Pause, now).Problem!.Kind.ShouldBe(ProblemKind.Conflict);
        After(session, SessionCommand.Complete, now).Segments.Count.ShouldBe(SessionRules.MostSegments);
    }

    private static string Refused(FocusSession session, SessionCommand command)
    {
        var problem = SessionRules.Decide(session, command, Nine.AddMinutes(2)).Problem;
        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        return problem.Detail;
    }

    private static FocusSession Started(int minutes) =>
        SessionRules.Start("session", "user", new SessionPlan(minutes), UserCalendar.Utc, Nine);

    private static FocusSession After(FocusSession session, SessionCommand command, DateTimeOffset now) =>
        SessionRules.Decide(session, command, now).Value;
}
