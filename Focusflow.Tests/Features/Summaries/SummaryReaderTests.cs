using Focusflow.Core.Features.Focus;
using Focusflow.Tests.Features.Focus;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Summaries;

public sealed class SummaryReaderTests
{
    [Fact]
    public async Task Weeks_and_months_hold_what_was_done_in_their_days_and_nothing_else()
    {
        using var desk = await FocusDesk.OpenAsync(); // Sunday, 22 November 2026
        for (var day = 0; day < 45; day++)
        {
            await desk.DoAsync(SessionCommand.Complete, await StartedAsync(desk));
            desk.Pass((24 * 60) - 25);
        }

        var week = await desk.Summaries.WeekAsync(FocusDesk.UserId, new LocalDate(2026, 11, 26));
        (week.First, week.Last).ShouldBe((new LocalDate(2026, 11, 23), new LocalDate(2026, 11, 29)));
        week.Days.Select(day => day.Totals.FocusSeconds).ShouldBe(Enumerable.Repeat(1500L, 7));
        week.Totals.FocusSessions.ShouldBe(7);

        var november = await desk.Summaries.MonthAsync(FocusDesk.UserId, new YearMonth(2026, 11));
        november.Days.Count.ShouldBe(30);
        november.Totals.FocusSessions.ShouldBe(9);
        var december = await desk.Summaries.MonthAsync(FocusDesk.UserId, new YearMonth(2026, 12));
        december.Days.Count.ShouldBe(31);
        december.Days.ShouldAllBe(day => day.Sessions.Count == 1);
    }

    private static async Task<FocusSession> StartedAsync(FocusDesk desk)
    {
        var session = await desk.StartAsync(30);
        desk.Pass(25);
        return session;
    }
}
