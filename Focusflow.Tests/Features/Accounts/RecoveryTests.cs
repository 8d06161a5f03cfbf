using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Confirming an address and a way back for who has forgotten the password, with the mails in the local mailbox.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private const string New = "staple and much more";
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(("Focusflow:FrontendUrl", "https://focusflow.example"));
        ann = await app.RegisterAsync();
        await app.MailsAsync(); // the one of having registered
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Registering_mails_a_code_that_confirms_the_address()
    {
        (await (await ann.GetAsync("/api/auth/user")).JsonAsync()).GetProperty("is_verified").GetBoolean().ShouldBeFalse();
        var mail = (await app.MailsAsync()).ShouldHaveSingleItem();
        mail.Text("subject").ShouldBe($"{Mailbox.CodeOf(mail)} is your code for Focusflow");
        mail.Text("html").ShouldContain(Mailbox.CodeOf(mail));

        (await PostAsync("verify-email", new { email = "ann@example.com", otp = Mailbox.CodeOf(mail) })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await (await ann.GetAsync("/api/auth/user")).JsonAsync()).GetProperty("is_verified").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_link_of_a_mail_holds_a_token_that_does_as_well()
    {
        var mail = (await app.MailsAsync())[0];

        (await PostAsync("verify-email", new { email = Mailbox.LinkParameter(mail, "email"), otp = Mailbox.LinkParameter(mail, "otp") }))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_code_can_be_asked_for_by_address_or_by_who_is_signed_in()
    {
        (await PostAsync("send-verification-email", new { email = " Ann@Example.com " })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        (await ann.PostAsync("/api/auth/send-verification-email", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("send-verification-email", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var mails = await app.MailsAsync();
        mails.Count.ShouldBe(3);
        var (last, before) = (Mailbox.CodeOf(mails[0]), Mailbox.CodeOf(mails[1]));
        (await PostAsync("verify-email", new { email = "ann@example.com", otp = before })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("verify-email", new { email = "ann@example.com", otp = last.Insert(3, " ") })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_and_all_sessions_end()
    {
        await ann.PutAsync("/api/users/settings", new { timezone = "America/New_York", date_format = "MM/DD/YYYY", time_format = "12h" });
        (await PostAsync("forgot-password", new { email = "ann@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var code = await app.CodeAsync();

        (await ResetAsync(code)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync(ann.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.LoginAsync(password: New)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var when = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(app.Clock.GetUtcNow(), "America/New_York").ToString("MM/dd/yyyy, h:mm tt", CultureInfo.InvariantCulture);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));
        var mail = (await app.MailsAsync())[0];
        mail.Text("subject").ShouldBe("Your password was changed");
        mail.Text("text").ShouldContain($"was set anew on {when} (America/New_York) with a code");
        (await ResetAsync(code, "and another one again")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes()
    {
        await PostAsync("forgot-password", new { email = "ann@example.com" });
        var code = await app.CodeAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await ResetAsync(code)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_is_for_its_purpose_and_its_address_alone()
    {
        await app.RegisterAsync("ben@example.com");
        await app.MailsAsync();
        await PostAsync("forgot-password", new { email = "ann@example.com" });
        await PostAsync("forgot-password", new { email = "ben@example.com" });
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        var (anns, bens) = (await app.MailsAsync(), await app.MailsAsync("ben@example.com"));
        var verify = Mailbox.CodeOf(anns.Single(mail => mail.Text("subject").Contains("is your code", StringComparison.Ordinal)));
        var reset = Mailbox.CodeOf(anns.Single(mail => mail.Text("subject").Contains("new password", StringComparison.Ordinal)));
        var other = Mailbox.CodeOf(bens.Single(mail => mail.Text("subject").Contains("new password", StringComparison.Ordinal)));

        (await ResetAsync(verify)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ResetAsync(other)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("verify-email", new { email = "ann@example.com", otp = reset })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ResetAsync(reset)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Five_wrong_digits_end_a_code_but_not_the_link()
    {
        await PostAsync("forgot-password", new { email = "ann@example.com" });
        var mail = (await app.MailsAsync())[0];
        var code = Mailbox.CodeOf(mail);
        for (var i = 0; i < 5; i++)
            (await ResetAsync(code == "000000" ? "000001" : "000000")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await ResetAsync(code)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ResetAsync(Mailbox.LinkParameter(mail, "otp"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_two_resets_at_once_one_wins()
    {
        await PostAsync("forgot-password", new { email = "ann@example.com" });
        var code = await app.CodeAsync();

        var answers = await Task.WhenAll(ResetAsync(code, "the first of the two"), ResetAsync(code, "the second of the two"));

        answers.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.UnprocessableEntity], ignoreOrder: true);
    }

    [Theory]
    [InlineData("password1")]
    [InlineData("Ann Example")]
    [InlineData("short")]
    public async Task A_password_that_is_refused_leaves_the_code_good(string password)
    {
        await PostAsync("forgot-password", new { email = "ann@example.com" });
        var code = await app.CodeAsync();

        var refused = await ResetAsync(code, password);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.JsonAsync()).GetProperty("errors").TryGetProperty("new_password", out _).ShouldBeTrue();
        (await ResetAsync(code)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Asked_for_a_thousand_times_five_mails_are_sent()
    {
        for (var i = 0; i < 1000; i++)
            (await PostAsync("forgot-password", new { email = "ann@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var mails = await app.MailsAsync();
        mails.Count.ShouldBeLessThanOrEqualTo(6);

        // Asked for in one moment, they may overtake each other; one of them is the last.
        var good = 0;
        foreach (var mail in mails.Where(mail => mail.Text("subject").Contains("new password", StringComparison.Ordinal)))
            good += (await ResetAsync(Mailbox.CodeOf(mail))).StatusCode == HttpStatusCode.NoContent ? 1 : 0;
        good.ShouldBe(1);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        (await PostAsync("forgot-password", new { email = "ann@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task With_a_key_a_code_is_asked_for_once_and_nothing_tells_whether_there_is_an_account()
    {
        List<string> heads = [];
        foreach (var email in new[] { "ann@example.com", "nobody@example.com" })
        {
            for (var i = 0; i < 3; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/forgot-password") { Content = JsonContent.Create(new { email }) };
                request.Headers.Add("Idempotency-Key", "key");
                var answer = await app.Client.SendAsync(request);
                heads.Add($"{answer.StatusCode} {string.Join(' ', answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal))}");
                await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(5));
            }
        }

        heads.Distinct().Count().ShouldBe(1);
        (await app.MailsAsync()).Count(mail => mail.Text("subject") == "Your code for a new password").ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_mailed_where_nobody_is()
    {
        (await PostAsync("forgot-password", new { email = "nobody@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("send-verification-email", new { email = "nobody@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await app.MailsAsync("nobody@example.com")).ShouldBeEmpty();
        (await PostAsync("verify-email", new { email = "nobody@example.com", otp = "123456" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("ann@example.com\r\nBcc: all@example.com")]
    [InlineData("ann@example.com, ben@example.com")]
    [InlineData("\"Ann\" <ann@example.com>")]
    [InlineData("ann")]
    public async Task What_is_no_address_is_told_so(string email)
    {
        (await PostAsync("forgot-password", new { email })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync("forgot-password", new { email = new string('a', 300) + "@example.com" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Where_no_mail_is_sent_a_sentence_says_so()
    {
        await using var without = await FocusflowTestApp.StartAsync(options => options with
        {
            Customize = builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions
                .AddSingleton<Core.Foundation.Mail.IMailSender, Core.Foundation.Mail.NoMail>(builder.Services),
        });

        var answer = await without.Client.PostAsJsonAsync("/api/auth/forgot-password", new { email = "ann@example.com" });

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.JsonAsync()).Text("detail").ShouldContain("no mail server is configured");
    }

    [Fact]
    public async Task The_own_password_is_confirmed_or_not()
    {
        (await ann.PostAsync("/api/auth/verify-password", new { password = FocusflowTestApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.PostAsync("/api/auth/verify-password", new { password = "wrong" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended()
    {
        using var login = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login") { Content = JsonContent.Create(new { email = "ann@example.com", password = FocusflowTestApp.Password }) };
        login.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        var second = new Person(app, await (await app.Client.SendAsync(login)).JsonAsync());

        var listed = (await (await ann.GetAsync("/api/auth/sessions")).JsonAsync()).EnumerateArray().ToList();
        listed.Select(one => (one.Text("device"), one.GetProperty("current").GetBoolean())).ShouldBe([("Firefox on Linux", false), ("Unknown device", true)]);

        (await ann.SendAsync("DELETE", $"/api/auth/sessions/{listed[0].Text("id")}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await second.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ann.SendAsync("DELETE", $"/api/auth/sessions/{listed[0].Text("id")}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ann.PostAsync("/api/auth/logout-everywhere", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<HttpResponseMessage> PostAsync(string route, object body) => app.Client.PostAsJsonAsync("/api/auth/" + route, body);

    private Task<HttpResponseMessage> ResetAsync(string code, string password = New) =>
        PostAsync("reset-password", new { email = "ann@example.com", otp = code, new_password = password });
}
