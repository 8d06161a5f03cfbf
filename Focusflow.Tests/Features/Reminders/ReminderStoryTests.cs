using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Tasks;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Tasks;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>Reminders as users see them: through HTTP, with the clock moved. The clock starts at 2025-09-29T08:00:00Z.</summary>
public sealed class ReminderStoryTests
{
    [Fact]
    public async Task A_reminder_arrives_once_and_can_be_read()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var id = await RemindAsync(ann, "2025-09-29T09:00:00Z");

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await InboxAsync(app)).ShouldBeEmpty();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        var told = (await InboxAsync(app)).ShouldHaveSingleItem();
        told.Text("kind").ShouldBe("task_reminder");
        told.Text("created_at").ShouldBe("2025-09-29T09:00:00Z");
        told.GetProperty("data").Text("task_id").ShouldBe(id);

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        (await InboxAsync(app)).Count.ShouldBe(1);
        var read = await (await SignInAsync(app)).PostAsync($"/api/notifications/{told.Text("id")}/read", null);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await read.JsonAsync()).Text("read_at").ShouldBe("2025-09-30T09:00:00Z");
        (await InboxAsync(app, "?unread=true")).ShouldBeEmpty();
        (await InboxAsync(app)).ShouldHaveSingleItem().GetProperty("read").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Rescheduled_completed_and_deleted_tasks_do_not_remind()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var moved = await RemindAsync(ann, "2025-09-29T09:00:00Z");
        var done = await RemindAsync(ann, "2025-09-29T09:00:00Z");
        var gone = await RemindAsync(ann, "2025-09-29T09:00:00Z");
        var back = await RemindAsync(ann, "2025-09-29T09:00:00Z");
        await ann.PutAsync($"/api/tasks/{moved}", new { reminder_time = "2025-09-29T10:00:00Z" });
        await ann.SendAsync("PUT", $"/api/tasks/{done}/complete", null);
        await ann.SendAsync("DELETE", $"/api/tasks/{gone}", null);
        await ann.PutAsync($"/api/tasks/{back}", new { reminder_time = "2025-09-29T10:00:00Z" });
        await ann.PutAsync($"/api/tasks/{back}", new { reminder_time = "2025-09-29T09:00:00Z" });

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(90));
        (await InboxAsync(app)).ShouldHaveSingleItem().GetProperty("data").Text("task_id").ShouldBe(back);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(60));
        (await InboxAsync(app)).Select(told => told.GetProperty("data").Text("task_id")).ShouldBe([moved, back]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Timers_that_come_early_late_and_twice_make_one_notification_each(int seed)
    {
        var delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Duplicates: 0.5, seed);
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Durable = options.Durable with { Delivery = delivery } });
        var ann = await app.RegisterAsync();
        var expected = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            var time = TaskSamples.At("2025-09-29T08:30:00.5Z").AddSeconds(i * 17);
            await RemindAsync(ann, time.ToString("O"));
            expected.Add(Core.Foundation.Input.Timestamps.Write(time));
        }

        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        (await InboxAsync(app)).Select(told => told.Text("created_at")).Reverse().ShouldBe(expected);
    }

    [Fact]
    public async Task A_reminder_fires_once_after_kill_and_restart()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        await RemindAsync(ann, "2025-09-29T09:00:00Z");
        await RemindAsync(ann, "2025-09-29T11:00:00Z");

        await app.CrashAsync(downFor: TimeSpan.FromHours(2));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await InboxAsync(app)).ShouldHaveSingleItem().Text("created_at").ShouldBe("2025-09-29T09:00:00Z");
        await app.CrashAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        await app.RestartAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await InboxAsync(app)).Select(told => told.Text("created_at")).ShouldBe(["2025-09-29T11:00:00Z", "2025-09-29T09:00:00Z"]);
    }

    [Fact]
    public async Task A_reminder_whose_timer_is_lost_is_made_by_the_sweeper()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var id = await RemindAsync(ann, "2025-09-29T09:00:00Z");
        var timer = new ReminderTimer(ann.Id, id, TaskSamples.At("2025-09-29T09:00:00Z"));
        await app.DurableTaskClient.TerminateInstanceAsync(timer.InstanceId(), (object?)"lost");

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await InboxAsync(app)).ShouldBeEmpty();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        (await InboxAsync(app)).ShouldHaveSingleItem().Text("created_at").ShouldBe("2025-09-29T09:00:00Z");
    }

    [Fact]
    public async Task A_reminder_years_away_waits_for_its_time()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await RemindAsync(await app.RegisterAsync(), "2031-01-01T00:00:00Z");
        await app.RestartAsync(downFor: TimeSpan.FromDays(300));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await InboxAsync(app)).ShouldBeEmpty();
        await app.RestartAsync(downFor: TimeSpan.FromDays(2000));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await InboxAsync(app)).ShouldHaveSingleItem().Text("created_at").ShouldBe("2031-01-01T00:00:00Z");
    }

    [Fact]
    public async Task All_notifications_are_read_at_once_and_only_ones_own()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var bob = await app.RegisterAsync("bob@example.com");
        for (var i = 0; i < 3; i++)
            await RemindAsync(ann, "2025-09-29T08:10:00Z");
        await RemindAsync(bob, "2025-09-29T08:10:00Z");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        var foreign = (await InboxAsync(app, email: "bob@example.com"))[0].Text("id");
        (await ann.PostAsync($"/api/notifications/{foreign}/read", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var all = await (await ann.PostAsync("/api/notifications/read-all", null)).JsonAsync();
        all.GetProperty("marked").GetInt32().ShouldBe(3);
        (await InboxAsync(app, "?unread=true")).ShouldBeEmpty();
        (await InboxAsync(app, "?unread=true", "bob@example.com")).Count.ShouldBe(1);
        (await ann.GetAsync("/api/notifications?unread=maybe")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<string> RemindAsync(Person person, string time)
    {
        var response = await person.PostAsync("/api/tasks", new { title = "Call Ann", reminder_enabled = true, reminder_time = time });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.JsonAsync()).Text("id");
    }

    // Signs in anew, because an access token lives for an hour and these days are longer.
    private static async Task<List<JsonElement>> InboxAsync(LocalApp app, string query = "", string email = "ann@example.com")
    {
        var person = await SignInAsync(app, email);
        return
        [
            .. (await (await person.GetAsync("/api/notifications" + query)).JsonAsync()).EnumerateArray()
                .Where(told => told.Text("kind") == "task_reminder"),
        ];
    }

    private static async Task<Person> SignInAsync(LocalApp app, string email = "ann@example.com") =>
        new(app, await (await app.LoginAsync(email)).JsonAsync());
}
