using Focusflow.Core.Features.WorkLog;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Overwork as users are told of it: through HTTP, from a Monday, 06:00Z, on; eight hours a day, two without a break.</summary>
public sealed class OverworkStoryTests
{
    [Fact]
    public async Task A_long_day_is_told_of_once_however_often_somebody_clocks_in()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { max_daily_hours = 3, break_reminders_enabled = false });
        await WorkAsync(client, "start-work", "2025-10-06T07:30:00Z");
        await WorkAsync(client, "start-break", "2025-10-06T08:30:00Z");
        await WorkAsync(client, "end-break", "2025-10-06T09:00:00Z"); // two hours so far
        await WorkAsync(client, "end-work", "2025-10-06T11:00:00Z");
        await WorkAsync(client, "start-work", "2025-10-06T12:30:00Z");

        (await client.OverworkAsync()).ShouldBe(["2025-10-06T12:00:00Z"]);
        (await client.GetAsync("/api/notifications"))[0].ShouldHold("""
            {
              "kind": "overwork", "title": "Enough for today", "created_at": "2025-10-06T12:00:00Z",
              "message": "You have worked for 3 hours today, breaks apart. You did not want it to be more.",
              "data": {"reason": "day", "date": "2025-10-06", "worked_minutes": 180}
            }
            """);
        await WorkAsync(client, "end-work", "2025-10-06T13:00:00Z");
        await WorkAsync(client, "start-work", "2025-10-06T14:30:00Z");
        (await client.OverworkAsync()).Count.ShouldBe(1);

        await WorkAsync(client, "end-work", "2025-10-07T06:00:00Z");
        await WorkAsync(client, "start-work", "2025-10-07T07:59:00Z");
        await WorkAsync(client, "start-break", "2025-10-07T08:30:00Z");
        await WorkAsync(client, "end-break", "2025-10-07T10:00:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T12:00:00Z", "2025-10-07T09:31:00Z"]);
    }

    [Fact]
    public async Task Work_without_a_break_is_told_of_once_until_there_is_one()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { break_reminder_interval = 45 });
        await WorkAsync(client, "start-work", "2025-10-06T11:00:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T08:00:00Z"]);
        (await client.GetAsync("/api/notifications")).EnumerateArray().Single(one => one.Text("kind") == "overwork").ShouldHold("""
            {"title": "Long without a break", "data": {"reason": "no_break", "continuous_minutes": 120}}
            """);

        await WorkAsync(client, "start-break", "2025-10-06T11:10:00Z");
        await WorkAsync(client, "end-break", "2025-10-06T13:20:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T08:00:00Z", "2025-10-06T13:10:00Z"]);
    }

    [Fact]
    public async Task Settings_hold_while_the_work_is_open()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { overwork_notifications_enabled = false, wellness_check_enabled = false, break_reminders_enabled = false });
        await WorkAsync(client, "start-work", "2025-10-06T09:10:00Z");
        (await client.OverworkAsync()).ShouldBeEmpty();
        (await client.App.StoredAsync<OpenWork>(client.Person.Id, OpenWork.FixedId))!.BreakDue.ShouldBeNull();

        await client.SettingAsync(new { overwork_notifications_enabled = true });
        await client.UntilAsync("2025-10-06T09:15:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T09:10:00Z"]);
        await client.SettingAsync(new { max_daily_hours = 2 });
        await client.UntilAsync("2025-10-06T15:00:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T09:10:00Z", "2025-10-06T09:15:00Z"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Timers_that_come_early_late_and_twice_tell_once(int seed)
    {
        var delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Duplicates: 0.5, seed);
        await using var client = await FocusClient.StartAsync(Workday.Monday, options => options with { Durable = options.Durable with { Delivery = delivery } });
        await client.SettingAsync(new { max_daily_hours = 3, break_reminder_interval = 50 });
        await WorkAsync(client, "start-work", "2025-10-06T12:00:00Z");
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T08:00:00Z", "2025-10-06T09:00:00Z"]);
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T06:50:00Z", "2025-10-06T07:40:00Z", "2025-10-06T08:30:00Z"]);
    }

    [Fact]
    public async Task What_falls_due_while_the_app_is_down_is_told_when_it_is_back()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { break_reminders_enabled = false });
        await WorkAsync(client, "start-work", "2025-10-06T06:30:00Z");
        await client.App.CrashAsync(downFor: TimeSpan.FromHours(9));
        await client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await client.OverworkAsync()).ShouldBe(["2025-10-06T08:00:00Z", "2025-10-06T14:00:00Z"]);
    }

    private static async Task WorkAsync(FocusClient client, string command, string until)
    {
        await client.WorkAsync(command);
        await client.UntilAsync(until);
    }
}
