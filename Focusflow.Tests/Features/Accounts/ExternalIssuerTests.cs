using System.Net;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class ExternalIssuerTests : IAsyncLifetime
{
    private FakeIssuer issuer = null!;
    private LocalApp app = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await FakeIssuer.StartAsync();
        app = await FocusflowTestApp.StartAsync(
            ("Focusflow:Auth:External:Authority", issuer.Url), ("Focusflow:Auth:External:Audience", "focusflow-app"));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await issuer.DisposeAsync();
    }

    private DateTimeOffset InAnHour => app.Clock.GetUtcNow().AddHours(1);

    [Fact]
    public async Task Somebody_unknown_becomes_a_user_and_stays_the_same_one()
    {
        var user = await (await GetUserAsync(issuer.Issue("subject-1", InAnHour))).JsonAsync();

        user.Text("name").ShouldBe("Ann External");
        user.Text("email").ShouldBe("ann@elsewhere.example");
        user.Text("username").ShouldBe("ann.elsewhere");
        user.GetProperty("is_verified").GetBoolean().ShouldBeTrue();
        await app.RestartAsync(TimeSpan.FromDays(1));
        (await (await GetUserAsync(issuer.Issue("subject-1", InAnHour))).JsonAsync()).Text("id").ShouldBe(user.Text("id"));
        (await (await GetUserAsync(issuer.Issue("subject-2", InAnHour))).JsonAsync()).Text("id").ShouldNotBe(user.Text("id"));
    }

    [Fact]
    public async Task Requests_that_come_first_at_the_same_time_make_one_user()
    {
        var tokens = Enumerable.Range(0, 10).Select(i => issuer.Issue("subject-1", InAnHour.AddSeconds(i))).ToList();

        var users = await Task.WhenAll(tokens.Select(async token => await (await GetUserAsync(token)).JsonAsync()));

        users.Select(user => user.Text("id")).Distinct().Count().ShouldBe(1);
        users.Select(user => user.Text("username")).Distinct().ShouldBe(["ann.elsewhere"]);
    }

    [Fact]
    public async Task Our_own_tokens_go_on_working()
    {
        var ann = await app.RegisterAsync("ann@elsewhere.example");
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The issuer's word about an address does not open the account that registered with it here.
        (await (await GetUserAsync(issuer.Issue("subject-1", InAnHour))).JsonAsync()).Text("id").ShouldNotBe(ann.Id);
    }

    [Fact]
    public async Task Tokens_that_are_not_quite_right_are_refused()
    {
        string[] tokens =
        [
            issuer.Issue("subject-1", InAnHour, audience: "another-app"),
            issuer.Issue("subject-1", InAnHour, issuer: "https://evil.example"),
            issuer.Issue("subject-1", app.Clock.GetUtcNow().AddMinutes(-1)),
            issuer.Issue("", InAnHour),
            issuer.Issue("subject-1", InAnHour, credentials: issuer.PublicKeyAsSecret()),
            issuer.Issue("subject-1", InAnHour, credentials: issuer.ForeignKey()),
            issuer.Issue("subject-1", InAnHour)[..^4] + "AAAA",
        ];

        foreach (var token in tokens)
            (await GetUserAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_the_issuer_has_changed_is_learnt()
    {
        (await GetUserAsync(issuer.Issue("subject-1", InAnHour))).StatusCode.ShouldBe(HttpStatusCode.OK);
        issuer.RotateKey();

        (await GetUserAsync(issuer.Issue("subject-1", InAnHour))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_the_issuer_cannot_be_asked_the_answer_is_try_again()
    {
        issuer.IsDown = true;

        var answer = await GetUserAsync(issuer.Issue("subject-1", InAnHour));

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_token_that_demands_to_be_understood_further_is_refused()
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["crit"] = new[] { "exp" } };

        (await GetUserAsync(issuer.Issue("subject-1", InAnHour, header: header))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task There_is_no_password_to_change_and_no_session_to_end()
    {
        using var change = new HttpRequestMessage(HttpMethod.Post, "/api/auth/change-password")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { current_password = "x", new_password = "kwzx7grt" }),
        };

        (await SendAsync(change, issuer.Issue("subject-1", InAnHour))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var logout = new HttpRequestMessage(HttpMethod.Post, "/api/auth/logout");
        (await SendAsync(logout, issuer.Issue("subject-1", InAnHour))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<HttpResponseMessage> GetUserAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/auth/user");
        return await SendAsync(request, token);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string token)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return app.Client.SendAsync(request);
    }
}
