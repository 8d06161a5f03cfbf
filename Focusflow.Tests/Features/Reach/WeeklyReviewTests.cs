using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Features.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reach;

/// <summary>The review of a week, as it is mailed to somebody in Berlin. 2026-11-16 is a Monday.</summary>
public sealed class WeeklyReviewTests
{
    private const string Monday = "2026-11-16T06:30:00Z";
    private const string Before = "2026-11-23T05:59:50Z";

    [Fact]
    public async Task It_tells_what_was_done_and_what_is_due()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.UntilAsync(Before);
        (await ReviewsAsync(client)).ShouldBeEmpty();

        await client.UntilAsync("2026-11-23T06:00:00Z");

        var mail = (await ReviewsAsync(client)).ShouldHaveSingleItem();
        mail.Text("subject").ShouldBe("Your week from 2026-11-16 to 2026-11-22");
        mail.Text("text").ReplaceLineEndings("\n").Split("\n--\n")[0].TrimEnd().ShouldBe(
            """
            Your week from 2026-11-16 to 2026-11-22

            Hello Ann Example, a look back, and one ahead.

            - 2 tasks completed, 1 of them on time
            - 1 h 15 min of focus in 2 sessions
            - 3 days closed with a reflection
            - A streak of 2 days

            Focus by day

              Monday: –
              Tuesday: 50 min
              Wednesday: –
              Thursday: 25 min
              Friday: –
              Saturday: –
              Sunday: –

            Due this week

            - Monday: Water the plants
            - Tuesday, 15:00: Call <Sophie> & Ben
            - Sunday: Pack

            A setting switches this review off, and the link below all mail of notifications.
            """.ReplaceLineEndings("\n"));
        mail.Text("html").ShouldContain("Call &lt;Sophie&gt; &amp; Ben");
        mail.Text("html").ShouldContain("width: 50%");
        mail.Text("source").ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    }

    [Fact]
    public async Task It_comes_once_a_week_and_not_when_there_is_nothing_to_tell()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);

        await client.UntilAsync("2026-11-29T12:00:00Z");
        (await ReviewsAsync(client)).Count.ShouldBe(1);
        await client.UntilAsync("2026-11-30T06:00:00Z"); // of a week without work, with a task that is due in the next
        (await ReviewsAsync(client)).Count.ShouldBe(2);
        (await ReviewsAsync(client))[0].Text("text").ShouldContain("- Wednesday: Next month's plan");
        await client.UntilAsync("2026-12-10T06:00:00Z");

        (await ReviewsAsync(client)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_flies_west_on_monday_gets_no_second_one()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.UntilAsync("2026-11-23T06:10:00Z");

        await client.SettingAsync(new { timezone = "America/New_York" }); // where Monday's morning is yet to come
        (await client.App.StoredAsync<ReviewPlan>(client.Person.Id, ReviewPlan.FixedId)).ShouldNotBeNull().DueAt.ShouldBe(FocusClient.Time("2026-11-23T12:00:00Z"));
        await client.UntilAsync("2026-11-24T12:00:00Z");

        (await ReviewsAsync(client)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"weekly_review_enabled": false}""")]
    [InlineData("""{"email_notifications_enabled": false}""")]
    public async Task A_setting_switches_it_off_and_on_and_off_it_costs_nothing(string off)
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.SettingAsync(JsonElement.Parse(off));
        (await client.App.StoredAsync<ReviewPlan>(client.Person.Id, ReviewPlan.FixedId)).ShouldBeNull();
        await client.UntilAsync("2026-11-24T06:00:00Z");
        (await ReviewsAsync(client)).ShouldBeEmpty();

        await client.SettingAsync(JsonElement.Parse(off.Replace("false", "true", StringComparison.Ordinal)));
        await client.UntilAsync("2026-11-30T06:00:00Z");
        (await ReviewsAsync(client)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_confirmed_address_nothing_is_planned()
    {
        await using var client = await FocusClient.StartAsync(Monday);

        (await client.App.StoredAsync<ReviewPlan>(client.Person.Id, ReviewPlan.FixedId)).ShouldBeNull();
    }

    [Fact]
    public async Task Quiet_hours_put_it_off()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.SettingAsync(new { quiet_until = "09:30" });

        await client.UntilAsync("2026-11-23T08:29:50Z");
        (await ReviewsAsync(client)).ShouldBeEmpty();
        await client.UntilAsync("2026-11-23T08:30:00Z");
        (await ReviewsAsync(client)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_is_away_gets_none_until_the_return()
    {
        await using var client = await StartAsync();
        await client.PostAsync("/api/tasks", new { title = "After Christmas", due_date = "2026-12-30" }, HttpStatusCode.Created);
        await client.App.Clock.AdvanceToAsync(FocusClient.Time("2026-12-22T06:00:00Z"));
        (await client.App.StoredAsync<ReviewPlan>(client.Person.Id, ReviewPlan.FixedId)).ShouldBeNull();

        await client.SignInAsync();
        await client.GetAsync("/api/users/settings"); // notes the return
        await client.UntilAsync("2026-12-28T06:10:00Z");

        (await ReviewsAsync(client)).ShouldHaveSingleItem().Text("text").ShouldContain("- Wednesday: After Christmas");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Timers_that_come_early_late_and_twice_mail_once(int seed)
    {
        var delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Duplicates: 0.5, seed);
        await using var client = await StartAsync(options => options with { Durable = options.Durable with { Delivery = delivery } }, delivery.Late);
        await LiveAsync(client);

        await client.UntilAsync("2026-11-23T09:00:00Z");

        (await ReviewsAsync(client)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_survives_kill_and_restart_and_comes_from_the_sweeper_when_its_timer_is_lost()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.UntilAsync("2026-11-22T20:00:00Z");
        await client.App.CrashAsync(downFor: TimeSpan.FromHours(11)); // until 07:00Z on Monday
        await client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(10));
        await client.SignInAsync();
        (await ReviewsAsync(client)).Count.ShouldBe(1);

        await client.App.DurableTaskClient.TerminateInstanceAsync(new ReviewTimer(FocusClient.Time("2026-11-30T06:00:00Z")).InstanceId(), (object?)"lost");
        await client.UntilAsync("2026-11-30T06:05:10Z");
        (await ReviewsAsync(client)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_is_written_with_three_queries_whatever_there_is()
    {
        await using var client = await StartAsync();
        await LiveAsync(client);
        await client.UntilAsync(Before);
        var composer = client.App.Services.GetServices<IMailComposer>().OfType<WeeklyReviewMails>().Single();
        var usage = StoreUsage.Begin();

        (await composer.ComposeAsync(new MailOrder(WeeklyReviewMails.Review, client.Person.Id, "2026-W47"), CancellationToken.None)).Mail.ShouldNotBeNull();

        (usage.Reads, usage.Queries, usage.Commits).ShouldBe((0, 3, 0));
        (await composer.ComposeAsync(new MailOrder(WeeklyReviewMails.Review, client.Person.Id, "some week"), CancellationToken.None)).Mail.ShouldBeNull();
    }

    /// <summary>Ann, in Berlin, with an address that she has confirmed.</summary>
    /// <param name="change">Changes the app.</param>
    /// <param name="late">How late timers may be, that of the mail with her code among them.</param>
    private static async Task<FocusClient> StartAsync(Func<LocalAppOptions, LocalAppOptions>? change = null, TimeSpan late = default)
    {
        var client = await FocusClient.StartAsync(Monday, change);
        await client.SettingAsync(new { timezone = "Europe/Berlin" });
        await client.App.Clock.AdvanceAsync(late);
        var verify = new { email = "ann@example.com", otp = await client.App.CodeAsync() };
        (await client.App.Client.PostAsJsonAsync("/api/auth/verify-email", verify)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return client;
    }

    /// <summary>A week of hers: work on Tuesday and Thursday, and a streak that began anew on Thursday.</summary>
    private static async Task LiveAsync(FocusClient client)
    {
        await client.PostAsync("/api/tasks", new { title = "Pack", due_date = "2026-11-29" }, HttpStatusCode.Created);
        await client.PostAsync("/api/tasks", new { title = "Water the plants", due_date = "2026-11-23" }, HttpStatusCode.Created);
        await client.PostAsync("/api/tasks", new { title = "Call <Sophie> & Ben", due_date = "2026-11-24T14:00:00Z" }, HttpStatusCode.Created);
        await client.PostAsync("/api/tasks", new { title = "Next month's plan", due_date = "2026-12-02" }, HttpStatusCode.Created);
        foreach (var due in (string?[])["2026-11-18", null])
        {
            var task = await client.PostAsync("/api/tasks", new { title = "Done", due_date = due }, HttpStatusCode.Created);
            (await client.Person.PutAsync($"/api/tasks/{task.Text("id")}/complete", new { })).EnsureSuccessStatusCode();
        }

        await client.UntilAsync("2026-11-17T09:00:00Z");
        await WorkAsync(client, 50);
        await client.ReflectAsync();
        await client.UntilAsync("2026-11-19T09:00:00Z");
        await WorkAsync(client, 25);
        await client.ReflectAsync();
        await client.UntilAsync("2026-11-20T15:00:00Z");
        await client.ReflectAsync();
    }

    private static async Task WorkAsync(FocusClient client, int minutes)
    {
        await client.StartAsync(minutes);
        await client.PassAsync(minutes + 1);
    }

    private static async Task<IReadOnlyList<JsonElement>> ReviewsAsync(FocusClient client) =>
        [.. (await client.App.MailsAsync()).Where(mail => mail.Text("subject").StartsWith("Your week", StringComparison.Ordinal))];
}
