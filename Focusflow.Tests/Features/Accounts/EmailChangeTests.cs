using System.Net;
using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.LocalRuntime.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class EmailChangeTests : IAsyncLifetime
{
    private const string New = "ann.new@example.com";
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
        await app.MailsAsync(); // the one of having registered
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_address_is_changed_with_the_code_that_was_sent_there_and_both_are_told_when()
    {
        await ann.PutAsync("/api/users/settings", new { timezone = "Asia/Tokyo", date_format = "D MMMM YYYY", time_format = "h:mm a" });
        await ChangeAsync(New);
        var (style, tokyo) = (new TimeStyle("D MMMM YYYY", "h:mm a"), UserCalendar.Find("Asia/Tokyo", LocalTime.Midnight)!);
        var (when, until) = (style.Moment(app.Clock.GetUtcNow(), tokyo), style.Moment(app.Clock.GetUtcNow().AddDays(1), tokyo));

        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var user = (await (await app.LoginAsync(New)).JsonAsync()).GetProperty("user");
        user.Text("email").ShouldBe(New);
        user.GetProperty("is_verified").GetBoolean().ShouldBeTrue();
        var (former, present) = ((await app.MailsAsync())[0], (await app.MailsAsync(New))[0]);
        former.Text("subject").ShouldBe("The address of your account was changed");
        former.Text("text").ShouldContain($"your account got another e-mail address on {when} (Asia/Tokyo): {New}.");
        former.Text("text").ShouldContain($"take it back by {until}:");
        present.Text("subject").ShouldBe("This is the address of your account now");
        present.Text("text").ShouldContain($"you sign in with {New} since {when} (Asia/Tokyo).");
        present.Text("text").ShouldContain($"can take the change back until {until}.");
    }

    [Fact]
    public async Task A_change_is_taken_back_by_the_link_for_a_day_and_all_sessions_end()
    {
        await ChangeAsync(New);
        await ChangeAsync("ann.third@example.com");
        var link = await LinkAsync("ann@example.com");
        (await app.RegisterAttemptAsync("ann@example.com")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(23));

        var page = await app.Client.GetAsync(link);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("<form method=\"post\">");
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.PostAsync(link, null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.LoginAsync("ann.third@example.com")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Client.PostAsync(link, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_a_day_the_former_address_is_anybodys_and_the_link_is_none()
    {
        await ChangeAsync(New);
        var link = await LinkAsync("ann@example.com");
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        (await app.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.PostAsync(link, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.RegisterAttemptAsync("ann@example.com")).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_that_somebody_has_is_told_and_not_given()
    {
        await app.RegisterAsync("ben@example.com");
        await app.MailsAsync();
        (await ann.PostAsync("/api/auth/send-email-verification", new { new_email = "ben@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await app.MailsAsync("ben@example.com"))[0].Text("subject").ShouldBe("This address has an account already");
        (await ann.PostAsync("/api/auth/change-email", new { new_email = "ben@example.com", verification_code = "123456" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_code_is_of_one_user_for_one_address()
    {
        var ben = await app.RegisterAsync("ben@example.com");
        await ann.PostAsync("/api/auth/send-email-verification", new { new_email = New });
        var code = await app.CodeAsync(New);

        (await ben.PostAsync("/api/auth/change-email", new { new_email = New, verification_code = code })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ann.PostAsync("/api/auth/change-email", new { new_email = "other@example.com", verification_code = code })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ann.PostAsync("/api/auth/change-email", new { new_email = New, verification_code = code })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PostAsync("/api/auth/change-email", new { new_email = New, verification_code = code })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Three_changes_a_day_are_enough()
    {
        for (var i = 0; i < 3; i++)
            await ChangeAsync($"ann{i}@example.com");
        await ann.PostAsync("/api/auth/send-email-verification", new { new_email = New });

        (await ann.PostAsync("/api/auth/change-email", new { new_email = New, verification_code = await app.CodeAsync(New) })).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private async Task ChangeAsync(string email)
    {
        (await ann.PostAsync("/api/auth/send-email-verification", new { new_email = email })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var changed = await ann.PostAsync("/api/auth/change-email", new { new_email = email, verification_code = await app.CodeAsync(email) });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.JsonAsync()).Text("email").ShouldBe(email);
    }

    private async Task<string> LinkAsync(string to)
    {
        JsonElement mail = (await app.MailsAsync(to)).First(mail => mail.Text("subject") == "The address of your account was changed");
        return "/api/auth/restore-email?token=" + Mailbox.LinkParameter(mail, "token");
    }
}
