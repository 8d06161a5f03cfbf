using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

/// <summary>Sessions that are begun as pomodoros, by somebody with 50, 7 and 20 minutes; others have 25, 5 and 15.</summary>
public sealed class PomodoroTests : IAsyncLifetime
{
    private static readonly SessionPlan Focus = new(null);
    private static readonly SessionPlan Break = new(null, SessionType.Break);
    private FocusDesk desk = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await FocusDesk.OpenAsync();
        var account = new Account
        {
            Id = Account.DocumentId,
            UserId = FocusDesk.UserId,
            Username = "ann",
            Email = "ann@example.com",
            AvatarUrl = "",
            CreatedAt = desk.Now,
            Settings = new UserSettings { PomodoroWorkDuration = 50, PomodoroBreakDuration = 7, PomodoroLongBreakDuration = 20 },
        };
        await WriteSet.ForUser(account.UserId).Create(account).CommitAsync(desk.Store);
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    [InlineData(4, 15)]
    [InlineData(5, 5)]
    [InlineData(8, 15)]
    [InlineData(100, 15)]
    [InlineData(101, 5)]
    public void Every_fourth_focus_session_leads_to_a_long_break(int completed, int minutes)
    {
        Pomodoro.MinutesOf(new UserSettings(), SessionType.Break, completed).ShouldBe(minutes);
        Pomodoro.MinutesOf(new UserSettings(), SessionType.Focus, completed).ShouldBe(25);
    }

    [Fact]
    public async Task Lengths_that_are_not_said_are_those_of_the_settings_and_those_that_are_said_hold()
    {
        (await PlannedAsync(Focus)).ShouldBe(50);
        (await PlannedAsync(Break)).ShouldBe(7);
        (await PlannedAsync(new SessionPlan(9))).ShouldBe(9);
        (await PlannedAsync(new SessionPlan(9, SessionType.Break))).ShouldBe(9);
    }

    /// <summary>Nobody has settled the fourth session when the break begins: what the client's own clock tells is as good.</summary>
    [Fact]
    public async Task The_session_that_is_over_and_not_recorded_counts_once()
    {
        await CompleteAsync(3);
        var fourth = await desk.StartAsync(30);
        desk.Pass(30);

        (await desk.TryStartAsync(Break)).Value.PlannedMinutes.ShouldBe(20);
        (await desk.StoredAsync(fourth)).Status.ShouldBe(SessionStatus.Completed);
    }

    [Fact]
    public async Task Only_completed_focus_sessions_of_the_day_that_are_still_there_count()
    {
        await CompleteAsync(4);
        desk.Pass(24 * 60);
        await CompleteAsync(3);
        await desk.DoAsync(SessionCommand.Stop, await desk.StartAsync());
        await desk.DoAsync(SessionCommand.Complete, await desk.StartAsync(5, SessionType.Break));
        (await PlannedAsync(Break)).ShouldBe(7);

        var fourth = await desk.DoAsync(SessionCommand.Complete, await desk.StartAsync());
        (await PlannedAsync(Break)).ShouldBe(20);
        await desk.Commands.DeleteAsync(FocusDesk.UserId, fourth.Id, ExpectedVersion.Any);
        (await PlannedAsync(Break)).ShouldBe(7);
    }

    /// <summary>Begun where it was still yesterday, it is none of the three of today.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_is_of_the_day_it_was_begun_in(bool recorded)
    {
        await CompleteAsync(3);
        var late = await desk.StartAsync(20, calendar: UserCalendar.Find("Pacific/Pago_Pago", NodaTime.LocalTime.Midnight));
        desk.Pass(20);
        if (recorded)
            await desk.Settlement.SettleAsync(late);

        (await desk.TryStartAsync(Break)).Value.PlannedMinutes.ShouldBe(7);
    }

    [Fact]
    public async Task A_session_of_somebody_who_is_not_known_is_as_long_as_the_defaults_say() =>
        (await desk.TryStartAsync(Focus, "somebody")).Value.PlannedMinutes.ShouldBe(25);

    [Fact]
    public async Task The_settings_take_one_read_and_a_break_one_query_more()
    {
        await CompleteAsync(12);
        (await TripsAsync(new SessionPlan(20))).ShouldBe((1, 0, 1));
        (await TripsAsync(Focus)).ShouldBe((2, 0, 1));
        (await TripsAsync(Break)).ShouldBe((2, 1, 1));
        await desk.StartAsync();
        var usage = StoreUsage.Begin();
        (await desk.TryStartAsync(Break)).Problem.ShouldNotBeNull(); // one is open: nothing is looked up for another
        (usage.Reads, usage.Queries, usage.Commits).ShouldBe((2, 0, 0));
    }

    private async Task<(int Reads, int Queries, int Commits)> TripsAsync(SessionPlan plan)
    {
        var usage = StoreUsage.Begin();
        var session = (await desk.TryStartAsync(plan)).Value;
        var trips = (usage.Reads, usage.Queries, usage.Commits);
        await desk.DoAsync(SessionCommand.Stop, session);
        return trips;
    }

    private async Task<int> PlannedAsync(SessionPlan plan)
    {
        var session = (await desk.TryStartAsync(plan)).Value;
        await desk.DoAsync(SessionCommand.Stop, session);
        return session.PlannedMinutes;
    }

    private async Task CompleteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await desk.DoAsync(SessionCommand.Complete, await desk.StartAsync());
            desk.Pass(1);
        }
    }
}
