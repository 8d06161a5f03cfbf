using Focusflow.Core.Features.WorkLog;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Break reminders as users get them: through HTTP, with the clock moved from a Monday, 06:00Z, on.</summary>
public sealed class BreakReminderStoryTests
{
    [Fact]
    public async Task A_working_day_with_breaks()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        var work = await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T07:00:00Z");
        (await client.GetAsync("/api/notifications"))[0].ShouldHold($$"""
            {
              "kind": "break_reminder", "title": "Time for a break", "created_at": "2025-10-06T07:00:00Z",
              "message": "You have been working for 60 minutes without a break.",
              "data": {"work_session_id": "{{work.Text("session_id")}}", "continuous_minutes": 60}
            }
            """);
        await client.UntilAsync("2025-10-06T08:00:00Z");
        (await client.GetAsync("/api/notifications")).EnumerateArray().First(one => one.Text("kind") == "break_reminder").Text("message").ShouldBe(
            "You have been working for 120 minutes without a break.");

        await client.UntilAsync("2025-10-06T08:20:00Z");
        await client.WorkAsync("start-break");
        await client.UntilAsync("2025-10-06T09:30:00Z");
        await client.WorkAsync("end-break");
        await client.UntilAsync("2025-10-06T10:45:00Z");
        await client.WorkAsync("end-work");
        await client.UntilAsync("2025-10-07T06:00:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T07:00:00Z", "2025-10-06T08:00:00Z", "2025-10-06T10:30:00Z"]);
        (await client.App.WaitingAsync()).ShouldNotContain(id => id.StartsWith("break-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_break_session_counts_as_a_break()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T06:25:00Z");
        await client.StartAsync(15, "break"); // ends by itself at 06:40
        await client.UntilAsync("2025-10-06T07:35:00Z");
        (await client.BreaksAsync()).ShouldBeEmpty();
        var pause = await client.StartAsync(30, "break");
        await client.UntilAsync("2025-10-06T07:45:00Z");
        await client.DoAsync("stop", pause);
        await client.UntilAsync("2025-10-06T09:00:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T08:45:00Z"]);
    }

    [Fact]
    public async Task Settings_take_effect_while_the_work_is_open()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T06:35:00Z");
        await client.SettingAsync(new { break_reminder_interval = 20 });
        await client.UntilAsync("2025-10-06T07:10:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T06:40:00Z", "2025-10-06T07:00:00Z"]);
        await client.SettingAsync(new { break_reminders_enabled = false, overwork_notifications_enabled = false, wellness_check_enabled = false });
        (await client.App.StoredAsync<OpenWork>(client.Person.Id, OpenWork.FixedId))!.BreakDue.ShouldBeNull();
        await client.UntilAsync("2025-10-06T08:10:00Z");
        await client.SettingAsync(new { break_reminders_enabled = true, break_reminder_interval = 30 });
        await client.UntilAsync("2025-10-06T08:45:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T06:40:00Z", "2025-10-06T07:00:00Z", "2025-10-06T08:30:00Z"]);
    }

    [Fact]
    public async Task Nobody_is_told_on_a_day_off_or_night_after_night_when_clocking_out_was_forgotten()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { max_daily_hours = 3, overwork_notifications_enabled = false, wellness_check_enabled = false, work_days = new[] { "mon" } });
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-07T06:00:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T07:00:00Z", "2025-10-06T08:00:00Z"]);
        await client.WorkAsync("end-work");
        await client.WorkAsync("start-work"); // a Tuesday
        (await client.App.StoredAsync<OpenWork>(client.Person.Id, OpenWork.FixedId))!.BreakDue.ShouldBeNull();
        await client.UntilAsync("2025-10-07T10:00:00Z");
        (await client.BreaksAsync()).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Timers_that_come_early_late_and_twice_remind_once(int seed)
    {
        var delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Duplicates: 0.5, seed);
        await using var client = await FocusClient.StartAsync(Workday.Monday, options => options with { Durable = options.Durable with { Delivery = delivery } });
        await client.SettingAsync(new { break_reminder_interval = 15 });
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T08:08:00Z");
        (await client.BreaksAsync()).ShouldBe(Enumerable.Range(1, 8).Select(i => $"2025-10-06T{6 + (i * 15 / 60):D2}:{i * 15 % 60:D2}:00Z"));
    }

    [Fact]
    public async Task After_a_crash_only_the_last_reminder_missed_is_made()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.WorkAsync("start-work");
        await client.App.CrashAsync(downFor: TimeSpan.FromMinutes(200));
        await client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T09:00:00Z"]);
        await client.App.CrashAsync();
        await client.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(40));
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T09:00:00Z", "2025-10-06T10:00:00Z"]);
    }

    [Fact]
    public async Task A_reminder_whose_timer_is_lost_is_made_by_the_sweeper_and_the_next_by_its_own_timer()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.WorkAsync("start-work");
        var lost = new BreakTimer(client.Person.Id, FocusClient.Time("2025-10-06T07:00:00Z")).InstanceId();
        (await client.App.WaitingAsync()).ShouldContain(lost);
        await client.App.DurableTaskClient.TerminateInstanceAsync(lost, (object?)"lost");
        await client.UntilAsync("2025-10-06T07:04:00Z");
        (await client.BreaksAsync()).ShouldBeEmpty();
        await client.UntilAsync("2025-10-06T08:00:00Z");
        (await client.BreaksAsync()).ShouldBe(["2025-10-06T07:00:00Z", "2025-10-06T08:00:00Z"]);
    }
}
