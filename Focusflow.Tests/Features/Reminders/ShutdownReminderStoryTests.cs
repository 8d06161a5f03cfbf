using Focusflow.Core.Features.Reminders;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Shutdown reminders as users get them: through HTTP, with the clock moved from a Monday morning on.</summary>
public sealed class ShutdownReminderStoryTests
{
    [Fact]
    public async Task A_working_week_in_another_zone()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { timezone = "America/New_York", daily_shutdown_time = "18:30", work_days = new[] { "mon", "tue", "wed", "thu", "sat" } });
        await client.UntilAsync("2025-10-07T22:00:00Z"); // half past six in the evening is 22:30Z
        await client.ReflectAsync();
        await client.UntilAsync("2025-10-08T22:29:59.999Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T22:30:00Z"]);
        await client.UntilAsync("2025-10-08T22:30:00Z");
        var told = (await client.GetAsync("/api/notifications"))[0];
        told.ShouldHold("""
            {"kind": "shutdown_reminder", "title": "Time to shut down", "created_at": "2025-10-08T22:30:00Z", "read": false, "data": {"date": "2025-10-08"}}
            """);

        await client.UntilAsync("2025-10-13T12:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(
            ["2025-10-06T22:30:00Z", "2025-10-08T22:30:00Z", "2025-10-09T22:30:00Z", "2025-10-11T22:30:00Z"]);
        (await client.App.WaitingAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_clocks_go_back_the_local_time_stays()
    {
        await using var client = await FocusClient.StartAsync("2025-10-30T06:00:00Z"); // Thursday
        await client.SettingAsync(new { timezone = "America/New_York" });
        await client.UntilAsync("2025-11-04T00:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-30T21:00:00Z", "2025-10-31T21:00:00Z", "2025-11-03T22:00:00Z"]);
    }

    [Fact]
    public async Task Moving_to_another_zone_moves_the_reminder_and_does_not_repeat_it()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { timezone = "Asia/Tokyo" });
        await client.UntilAsync("2025-10-06T08:30:00Z"); // told at 17:00 in Tokyo, 08:00Z
        await client.SettingAsync(new { timezone = "Europe/London" }); // where 17:00 of the same Monday is 16:00Z
        await client.UntilAsync("2025-10-07T20:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T08:00:00Z", "2025-10-07T16:00:00Z"]);
    }

    [Theory]
    [InlineData("PUT", "/api/users/settings", """{"timezone": "Asia/Kolkata"}""", "2025-10-06T11:30:00Z")]
    [InlineData("PUT", "/api/users/settings/quick", """{"timezone": "Asia/Kolkata"}""", "2025-10-06T11:30:00Z")]
    [InlineData("PUT", "/api/users/profile", """{"timezone": "Asia/Kolkata"}""", "2025-10-06T11:30:00Z")]
    [InlineData("PATCH", "/api/auth/user", """{"timezone": "Asia/Kolkata"}""", "2025-10-06T11:30:00Z")]
    [InlineData("PUT", "/api/users/onboarding/complete", """{"preferences": {"timezone": "Asia/Kolkata", "mood": "fine"}}""", "2025-10-06T11:30:00Z")]
    [InlineData("PUT", "/api/users/settings", """{"daily_shutdown_time": "15:45"}""", "2025-10-06T15:45:00Z")]
    [InlineData("PUT", "/api/users/settings", """{"work_days": ["wed"]}""", "2025-10-08T17:00:00Z")]
    [InlineData("PUT", "/api/users/settings", """{"day_starts_at": "18:00"}""", "2025-10-07T17:00:00Z")] // until 18:00 it is Sunday; Monday ends on Tuesday
    public async Task Every_way_to_change_what_it_follows_from_plans_anew(string method, string path, string body, string due)
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = FocusClient.Time("2025-10-06T06:00:00Z") });
        var ann = await app.RegisterAsync();
        (await PlanAsync(app, ann)).ShouldBe(FocusClient.Time("2025-10-06T17:00:00Z"));
        (await ann.SendAsync(method, path, System.Text.Json.JsonElement.Parse(body))).EnsureSuccessStatusCode();
        var planned = FocusClient.Time(due);
        (await PlanAsync(app, ann)).ShouldBe(planned);
        (await app.WaitingAsync()).ShouldContain(new ShutdownTimer(planned).InstanceId());
    }

    [Fact]
    public async Task Switched_off_it_is_gone_and_switched_on_it_is_back_once_a_day()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.SettingAsync(new { shutdown_reminders_enabled = false });
        (await client.App.StoredAsync<ShutdownPlan>(client.Person.Id, ShutdownPlan.FixedId)).ShouldBeNull();
        await client.UntilAsync("2025-10-06T18:00:00Z");
        (await client.ShutdownsAsync()).ShouldBeEmpty();
        (await client.App.WaitingAsync()).ShouldBeEmpty();

        await client.SettingAsync(new { shutdown_reminders_enabled = true });
        await client.UntilAsync("2025-10-07T17:00:00Z");
        await client.SettingAsync(new { shutdown_reminders_enabled = false });
        await client.SettingAsync(new { shutdown_reminders_enabled = true, daily_shutdown_time = "19:00" });
        await client.UntilAsync("2025-10-08T20:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-07T17:00:00Z", "2025-10-08T19:00:00Z"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Timers_that_come_early_late_and_twice_remind_once_a_day(int seed)
    {
        var delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Duplicates: 0.5, seed);
        await using var client = await FocusClient.StartAsync(Workday.Monday, options => options with { Durable = options.Durable with { Delivery = delivery } });
        await client.UntilAsync("2025-10-11T12:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(Enumerable.Range(6, 5).Select(day => $"2025-10-{day:D2}T17:00:00Z"));
    }

    [Fact]
    public async Task It_survives_kill_and_restart()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        await client.App.CrashAsync(downFor: TimeSpan.FromHours(12)); // until 18:00
        await client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T17:00:00Z"]);
        await client.App.CrashAsync(downFor: TimeSpan.FromHours(40)); // until Wednesday, 10:00: too late for Tuesday
        await client.App.Clock.AdvanceAsync(TimeSpan.FromHours(8));
        await client.App.RestartAsync();
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T17:00:00Z", "2025-10-08T17:00:00Z"]);
    }

    [Fact]
    public async Task A_reminder_whose_timer_is_lost_is_made_by_the_sweeper_and_the_next_by_its_own_timer()
    {
        await using var client = await FocusClient.StartAsync(Workday.Monday);
        var lost = (await client.App.WaitingAsync()).ShouldHaveSingleItem();
        await client.App.DurableTaskClient.TerminateInstanceAsync(lost, (object?)"lost");
        await client.UntilAsync("2025-10-06T17:04:59Z");
        (await client.ShutdownsAsync()).ShouldBeEmpty();
        await client.UntilAsync("2025-10-06T17:05:00Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T17:00:00Z"]);
        await client.UntilAsync("2025-10-07T17:00:00Z");
        (await client.ShutdownsAsync()).ShouldBe(["2025-10-06T17:00:00Z", "2025-10-07T17:00:00Z"]);
    }

    [Fact]
    public async Task Who_comes_from_an_external_issuer_is_reminded_too()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var app = await FocusflowTestApp.StartAsync(
            ("Focusflow:Auth:External:Authority", issuer.Url), ("Focusflow:Auth:External:Audience", "focusflow-app"));
        await KindsAsync(); // becomes a user in the middleware, where no timer can be set
        (await app.WaitingAsync()).ShouldBeEmpty();
        await app.Clock.AdvanceToAsync(FocusClient.Time("2025-09-29T17:05:00Z"));
        (await KindsAsync()).ShouldBe(["shutdown_reminder"]);
        (await app.WaitingAsync()).Count.ShouldBe(1);
        await app.Clock.AdvanceToAsync(FocusClient.Time("2025-09-30T17:00:00Z"));
        (await KindsAsync()).Count.ShouldBe(2);

        async Task<List<string>> KindsAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/notifications");
            request.Headers.Authorization = new("Bearer", issuer.Issue("subject-1", app.Clock.GetUtcNow().AddHours(1)));
            var answer = await app.Client.SendAsync(request);
            return [.. (await answer.JsonAsync()).EnumerateArray().Select(one => one.Text("kind"))];
        }
    }

    [Fact]
    public async Task Whoever_switched_both_off_costs_nothing_on_any_day_of_a_week()
    {
        WatchingStore store = null!;
        await using var client = await FocusClient.StartAsync(
            Workday.Monday, options => options with { Customize = builder => store = WatchingStore.Around(builder.Services) });
        await client.SettingAsync(new { shutdown_reminders_enabled = false, break_reminders_enabled = false });
        await client.WorkAsync("start-work");
        await client.UntilAsync("2025-10-06T18:00:00Z"); // the timer of the registration has found itself stale
        await client.WorkAsync("end-work");
        (await client.App.WaitingAsync()).ShouldBeEmpty();

        var before = store.CallsFor(client.Person.Id);
        await client.App.Clock.AdvanceAsync(TimeSpan.FromDays(7));
        store.CallsFor(client.Person.Id).ShouldBe(before);
        (await client.App.WaitingAsync()).ShouldBeEmpty();
        (await client.ShutdownsAsync()).ShouldBeEmpty();
    }

    private static async Task<DateTimeOffset> PlanAsync(LocalApp app, Person person) =>
        (await app.StoredAsync<ShutdownPlan>(person.Id, ShutdownPlan.FixedId)).ShouldNotBeNull().DueAt;
}
