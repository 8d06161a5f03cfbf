using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Summaries;

public sealed class SummaryTests
{
    private static readonly DateTimeOffset Nine = new(2025, 9, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Totals_count_the_running_time_of_completed_sessions_only()
    {
        var totals = SessionTotals.Of(
        [
            Session(30, SessionCommand.Complete, minutes: 30),
            Session(30, SessionCommand.Complete, minutes: 10, pausedMinutes: 15),
            Session(30, SessionCommand.Stop, minutes: 20),
            Session(15, SessionCommand.Complete, minutes: 5, type: SessionType.Break),
            SessionRules.Start("active", "user", new SessionPlan(30), UserCalendar.Utc, Nine),
        ]);

        totals.ShouldBe(new SessionTotals(2, 40 * 60, 1, 5 * 60));
    }

    [Fact]
    public void A_period_has_a_summary_for_each_day_and_they_add_up()
    {
        var days = new[] { "2025-09-22", "2025-09-26", "2025-09-26", "2025-09-28" };
        var sessions = days.Select(day => Session(1, SessionCommand.Complete, 0.9917) with { Day = day }).ToList();

        var week = PeriodSummary.Of(new LocalDate(2025, 9, 22), new LocalDate(2025, 9, 28), sessions);

        week.Days.Select(day => day.Sessions.Count).ShouldBe([1, 0, 0, 0, 2, 0, 1]);
        week.Totals.FocusSessions.ShouldBe(4);
        week.Totals.FocusSeconds.ShouldBe(week.Days.Sum(day => day.Totals.FocusSeconds));
        week.Totals.FocusSeconds.ShouldBe(4 * 59);
    }

    private static FocusSession Session(
        int planned, SessionCommand end, double minutes, double pausedMinutes = 0, SessionType type = SessionType.Focus)
    {
        var session = SessionRules.Start("id", "user", new SessionPlan(planned, type), UserCalendar.Utc, Nine);
        if (pausedMinutes > 0)
        {
            session = SessionRules.Decide(session, SessionCommand.Pause, Nine).Value;
            session = SessionRules.Decide(session, SessionCommand.Resume, Nine.AddMinutes(pausedMinutes)).Value;
        }

        return SessionRules.Decide(session, end, Nine.AddMinutes(pausedMinutes + minutes)).Value;
    }
}
