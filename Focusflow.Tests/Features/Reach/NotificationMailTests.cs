using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Notifications;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reach;

/// <summary>Reminders as mail, and its end by one click.</summary>
public sealed class NotificationMailTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(("LeaderboardSchedule", "0 * * * * *"), ("Focusflow:ApiUrl", "http://localhost:7071/api"));
        ann = await app.RegisterAsync();
        (await app.Client.PostAsJsonAsync("/api/auth/verify-email", new { email = "ann@example.com", otp = await app.CodeAsync() })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_reminder_that_nobody_has_seen_is_mailed_once_after_five_minutes()
    {
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(3));
        (await RemindersAsync()).ShouldBeEmpty();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));

        var mail = (await RemindersAsync()).ShouldHaveSingleItem();
        mail.Text("text").ShouldContain("Remember: Call Sophie");
        mail.Text("source").ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    }

    /// <summary>A day is that day wherever the user is; an instant is told by the clock there.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("2031-03-07", "It is due on 7 Mar <2031>.")]
    [InlineData("2031-03-07T23:30:00Z", "It is due on 8 Mar <2031>, 8:30 am.")]
    public async Task It_says_when_the_task_is_due(string? due, string? sentence)
    {
        await ann.PutAsync("/api/users/settings", new { timezone = "Asia/Tokyo", date_format = "D MMM <YYYY>", time_format = "h:mm a" });
        await ann.PostAsync("/api/tasks", new { title = "Call Sophie", due_date = due, reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddMinutes(1) });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(8));

        var mail = (await RemindersAsync()).ShouldHaveSingleItem();
        mail.Text("text").ReplaceLineEndings("\n").Split('\n').FirstOrDefault(line => line.StartsWith("It is due", StringComparison.Ordinal)).ShouldBe(sentence);
        mail.Text("html").ShouldNotContain("<2031>"); // what a user chose is no markup
    }

    [Fact]
    public async Task One_that_was_read_is_not()
    {
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(3));
        await ann.PostAsync("/api/notifications/read-all", null);

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await RemindersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_came_over_an_open_stream_is_not()
    {
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(50));
        var stream = await EventReader.OpenAsync(app, ann);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(15));
        IReadOnlyList<string>? block;
        do
            block = await stream.NextAsync();
        while (block is not null && !block.Any(line => line.Contains("Call Sophie", StringComparison.Ordinal)));

        block.ShouldNotBeNull();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await RemindersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_mailed_who_has_switched_it_off_or_has_not_confirmed_the_address()
    {
        var ben = await app.RegisterAsync("ben@example.com");
        await ben.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddMinutes(1) });
        await ann.PutAsync("/api/users/settings", new { email_notifications_enabled = false });
        await RemindAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));

        (await RemindersAsync()).ShouldBeEmpty();
        (await app.MailsAsync("ben@example.com")).ShouldAllBe(mail => !mail.Text("text").Contains("Sophie", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_click_ends_it_and_opening_the_link_does_not()
    {
        await RemindAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        var link = "/api/mail/unsubscribe?token=" + Mailbox.LinkParameter((await RemindersAsync())[0], "token");

        (await app.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SettingAsync()).ShouldBeTrue();
        for (var i = 0; i < 2; i++)
        {
            using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            (await app.Client.PostAsync(link, click)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await SettingAsync()).ShouldBeFalse();
        (await app.Client.PostAsync(link + "x", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Quiet_hours_are_settings()
    {
        (await ann.PutAsync("/api/users/settings", new { quiet_from = "23:00", quiet_until = "06:30" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var settings = await (await ann.GetAsync("/api/users/settings")).JsonAsync();
        settings.Text("quiet_from").ShouldBe("23:00");
        settings.Text("quiet_until").ShouldBe("06:30");
        settings.GetProperty("email_undeliverable").GetBoolean().ShouldBeFalse();
    }

    private Task<HttpResponseMessage> RemindAsync() =>
        ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddMinutes(1) });

    private async Task<bool> SettingAsync() =>
        (await (await ann.GetAsync("/api/users/settings")).JsonAsync()).GetProperty("email_notifications_enabled").GetBoolean();

    private async Task<IReadOnlyList<JsonElement>> RemindersAsync() =>
        [.. (await app.MailsAsync()).Where(mail => mail.Text("text").Contains("Sophie", StringComparison.Ordinal))];
}
