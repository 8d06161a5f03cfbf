using Focusflow.Core.Features.Push;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

/// <summary>What is pushed, when, and how often, against a push service on this machine.</summary>
public sealed class PushDeliveryTests : IAsyncLifetime
{
    private readonly PushBrowser browser = new();
    private PushReceiver receiver = null!;
    private FaultyStore store = null!;
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await PushReceiver.StartAsync();
        app = await FocusflowTestApp.StartAsync(
            options => options with
            {
                Now = new DateTimeOffset(2026, 11, 18, 9, 0, 7, TimeSpan.Zero),
                Customize = builder => store = FaultyStore.Around(builder.Services),
            },
            ("Focusflow:Webhooks:AllowLoopback", "true"));
        ann = await app.RegisterAsync();
        await SubscribeAsync("/phone");
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task Every_browser_gets_it_once_and_one_that_fails_keeps_no_other_waiting()
    {
        await SubscribeAsync("/desk");
        receiver.Status = path => path == "/phone" ? 500 : 201;
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        receiver.To("/desk").ShouldHaveSingleItem();
        receiver.Status = _ => 201;
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(3));

        receiver.To("/desk").ShouldHaveSingleItem();
        receiver.To("/phone").Count.ShouldBeInRange(2, 4);
        receiver.Pushes.Select(push => browser.DecryptJson(push.Body).Text("id")).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_browser_that_is_gone_is_subscribed_no_more(int status)
    {
        await SubscribeAsync("/desk");
        receiver.Status = path => path == "/phone" ? status : 201;
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(3));

        receiver.To("/phone").ShouldHaveSingleItem();
        (await BrowsersAsync()).ShouldHaveSingleItem().ShouldEndWith("/desk");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_push_service_that_wants_to_be_left_alone_is(int status)
    {
        receiver.Status = _ => status;
        receiver.RetryAfter = "1200";
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(19));
        receiver.Pushes.Count.ShouldBe(1);

        (receiver.Status, receiver.RetryAfter) = (_ => 201, null);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        receiver.Pushes.Count.ShouldBe(2);
        (await BrowsersAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_stale_is_tried_no_more()
    {
        receiver.Status = _ => 500;
        await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 10 });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(80));
        var tried = receiver.Pushes.Count;
        tried.ShouldBeInRange(4, 6);
        receiver.Pushes.Select(push => int.Parse(push.Headers["TTL"].ToString(), null)).ShouldBeInOrder(SortDirection.Descending);

        receiver.Status = _ => 201;
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Kinds().Count(kind => kind == "session_completed").ShouldBe(tried);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task Whatever_is_answered_the_browser_stays_subscribed(int status)
    {
        receiver.Status = _ => status;
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(2));

        Kinds().Count(kind => kind == "task_reminder").ShouldBe(status == 413 ? 1 : 1 + PushDelivery.Pauses.Count);
        (await BrowsersAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_of_the_store_costs_attempts_and_loses_nothing()
    {
        receiver.Status = _ => 500;
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(70));
        receiver.Pushes.ShouldNotBeEmpty();
        var before = receiver.Pushes.Count;

        store.IsDown = true;
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));
        receiver.Pushes.Count.ShouldBe(before);
        store.IsDown = false;
        receiver.Status = _ => 201;
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));

        receiver.Pushes.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Nothing_is_pushed_to_who_does_not_want_it()
    {
        await SetAsync(new { push_notifications_enabled = false });
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        receiver.Pushes.ShouldBeEmpty();

        await SetAsync(new { push_notifications_enabled = true });
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        receiver.Pushes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_reminder_comes_in_quiet_hours_too_and_a_challenge_waits_for_the_morning()
    {
        await SetAsync(new { quiet_from = "09:00", quiet_until = "12:00" });
        var challenges = (await (await ann.GetAsync("/api/challenges/week")).JsonAsync()).EnumerateArray();
        foreach (var challenge in challenges.Where(challenge => challenge.Text("name") == "Task Finisher"))
            (await ann.PostAsync($"/api/challenges/{challenge.Text("id")}/join", null)).EnsureSuccessStatusCode();
        for (var i = 0; i < 15; i++)
        {
            var task = await (await ann.PostAsync("/api/tasks", new { title = "Do" })).JsonAsync();
            await ann.PutAsync($"/api/tasks/{task.Text("id")}/complete", new { });
        }

        await RemindAsync();
        await app.Clock.AdvanceToAsync(new DateTimeOffset(2026, 11, 18, 11, 59, 0, TimeSpan.Zero));
        Kinds().ShouldBe(["task_reminder"]);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        Kinds().ShouldBe(["task_reminder", "challenge_completed"]);
    }

    [Fact]
    public async Task What_was_read_before_the_quiet_was_over_is_not_pushed()
    {
        await SetAsync(new { quiet_from = "09:00", quiet_until = "12:00" });
        receiver.Status = _ => 500;
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        var tried = receiver.Pushes.Count;
        await ann.PostAsync("/api/notifications/read-all", null);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(5));

        receiver.Pushes.Count.ShouldBe(tried);
    }

    [Fact]
    public async Task Nothing_is_pushed_to_a_browser_that_was_signed_out_or_to_who_has_left()
    {
        var desk = new Person(app, await (await app.LoginAsync()).JsonAsync());
        await RemindAsync();
        await ann.PostAsync("/api/auth/logout", new { });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        receiver.Pushes.ShouldBeEmpty();

        ann = desk;
        await SubscribeAsync("/phone");
        receiver.Status = _ => 500;
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        var tried = receiver.Pushes.Count;
        tried.ShouldBeGreaterThan(0);
        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password })).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        receiver.Pushes.Count.ShouldBe(tried);
        (await app.DurableTaskClient.GetAllInstancesAsync().Where(one => one.InstanceId.StartsWith("push-", StringComparison.Ordinal) && one.IsRunning).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_told_before_a_browser_subscribed_is_not_pushed_to_it()
    {
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(45));
        await SubscribeAsync("/late");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        receiver.To("/phone").ShouldHaveSingleItem();
        receiver.To("/late").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(201, false)]
    [InlineData(500, true)]
    public async Task A_reminder_is_mailed_when_no_push_was_taken_either(int status, bool mailed)
    {
        var mail = (await app.MailsAsync())[0];
        (await ann.PostAsync("/api/auth/verify-email", new { email = "ann@example.com", otp = Mailbox.CodeOf(mail) })).EnsureSuccessStatusCode();
        receiver.Status = _ => status;
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await app.MailsAsync()).Any(one => one.Text("text").Contains("Remember: Call Sophie", StringComparison.Ordinal)).ShouldBe(mailed);
    }

    [Fact]
    public async Task The_export_holds_the_browsers_without_their_secrets()
    {
        var export = await (await ann.GetAsync("/api/users/me/export")).JsonAsync();

        var one = export.GetProperty("user_data").GetProperty("push_subscriptions")[0].GetProperty("subscriptions")[0];
        one.Text("endpoint").ShouldEndWith("/phone");
        one.Text("auth").ShouldBe("(secret, not exported)");
        export.ToString().ShouldNotContain(browser.Auth);
    }

    private async Task SubscribeAsync(string path) =>
        (await ann.PostAsync("/api/push/subscriptions", browser.ToJson(receiver.Url + path))).EnsureSuccessStatusCode();

    private async Task SetAsync(object settings) => (await ann.PutAsync("/api/users/settings", settings)).EnsureSuccessStatusCode();

    private Task RemindAsync() => ann.PostAsync(
        "/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddSeconds(10) });

    private async Task<List<string>> BrowsersAsync() =>
        [.. (await app.Services.GetRequiredService<PushSubscribing>().ListAsync(ann.Id)).Select(one => one.Endpoint)];

    private List<string> Kinds() => [.. receiver.Pushes.Select(push => browser.DecryptJson(push.Body).Text("kind"))];
}
