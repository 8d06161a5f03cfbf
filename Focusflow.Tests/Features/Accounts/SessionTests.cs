using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class SessionTests : IAsyncLifetime
{
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() => app = await FocusflowTestApp.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Registering_answers_the_user_and_tokens()
    {
        var response = await app.Client.PostAsJsonAsync(
            "/api/auth/register", new { name = " Ann Example ", email = " Ann@Example.com ", password = "kwzx7grt" });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var user = await response.JsonAsync();
        user.Text("name").ShouldBe("Ann Example");
        user.Text("full_name").ShouldBe("Ann Example");
        user.Text("email").ShouldBe("ann@example.com");
        user.Text("username").ShouldBe("ann");
        user.Text("avatar_url").ShouldStartWith($"{app.Client.BaseAddress}api/avatars/");
        user.Text("timezone").ShouldBe("UTC");
        user.Text("created_at").ShouldBe("2025-09-29T08:00:00Z");
        user.GetProperty("onboarding_completed").GetBoolean().ShouldBeFalse();
        user.GetProperty("is_active").GetBoolean().ShouldBeTrue();
        user.GetProperty("is_verified").GetBoolean().ShouldBeFalse();
        user.Text("token_type").ShouldBe("bearer");
        user.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        (await new Person(app, user).GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_access_token_tells_clients_who_and_until_when()
    {
        var ann = await app.RegisterAsync();

        var payload = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(ann.AccessToken.Split('.')[1]));

        payload.Text("sub").ShouldBe(ann.Id);
        payload.GetProperty("exp").GetInt64().ShouldBe(app.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Logging_in_answers_tokens_and_the_user()
    {
        var ann = await app.RegisterAsync();

        var response = await app.LoginAsync("ANN@example.com");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.JsonAsync();
        answer.GetProperty("user").Text("id").ShouldBe(ann.Id);
        (await new Person(app, answer).GetAsync("/api/users/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("ann@example.com", "wrong password")]
    [InlineData("nobody@example.com", FocusflowTestApp.Password)]
    [InlineData("not an address", FocusflowTestApp.Password)]
    public async Task Wrong_credentials_look_all_the_same(string email, string password)
    {
        await app.RegisterAsync();

        var response = await app.LoginAsync(email, password);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.JsonAsync()).Text("detail").ShouldBe("The e-mail address or the password is wrong.");
    }

    [Fact]
    public async Task Repeated_failures_are_answered_with_when_to_come_back()
    {
        await app.RegisterAsync();
        for (var i = 0; i < 5; i++)
            (await app.LoginAsync(password: "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var response = await app.LoginAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        await app.RestartAsync(TimeSpan.FromSeconds(4));
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_access_token_ends_after_an_hour()
    {
        var ann = await app.RegisterAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_gives_a_new_pair_once()
    {
        var ann = await app.RegisterAsync();

        var response = await app.RefreshAsync(ann.RefreshToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var second = await response.JsonAsync();
        second.Text("refresh_token").ShouldNotBe(ann.RefreshToken);
        (await app.RefreshAsync(second.Text("refresh_token"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_the_session_and_no_other()
    {
        var ann = await app.RegisterAsync();
        var elsewhere = new Person(app, await (await app.LoginAsync()).JsonAsync());
        var second = await (await app.RefreshAsync(ann.RefreshToken)).JsonAsync();
        var third = await (await app.RefreshAsync(second.Text("refresh_token"))).JsonAsync();
        await app.Clock.AdvanceAsync(Sessions.Grace + TimeSpan.FromSeconds(1));

        (await app.RefreshAsync(ann.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await app.RefreshAsync(third.Text("refresh_token"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.RefreshAsync(elsewhere.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_that_was_never_issued_harms_nobody()
    {
        var ann = await app.RegisterAsync();
        var parts = ann.RefreshToken.Split('.');
        string[] forged =
        [
            "", ".", "..", "x.y.z", ann.RefreshToken + "A", ann.RefreshToken[..^1], ann.AccessToken,
            $"{parts[0]}.{parts[1]}.{new string('A', 64)}",
            $"{parts[0]}.{parts[1]}.{new string(' ', 64)}",
            $"{Guid.NewGuid()}.{parts[1]}.{parts[2]}",
            ann.RefreshToken[..^1] + (ann.RefreshToken[^1] == 'A' ? 'B' : 'A'),
        ];

        foreach (var token in forged.Where(token => token.Length > 0))
            (await app.RefreshAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, token);

        (await app.RefreshAsync(ann.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tabs_that_refresh_at_once_stay_signed_in_with_the_same_pair()
    {
        var ann = await app.RegisterAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.RefreshAsync(ann.RefreshToken)));
        await app.RestartAsync(Sessions.Grace);
        var late = await app.RefreshAsync(ann.RefreshToken);

        List<Person> tabs = [];
        foreach (var response in (HttpResponseMessage[])[.. responses, late])
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var pair = await response.JsonAsync();
            pair.Text("refresh_token").ShouldNotBe(ann.RefreshToken);
            tabs.Add(new Person(app, JsonSerializer.SerializeToElement(
                new { id = ann.Id, access_token = pair.Text("access_token"), refresh_token = pair.Text("refresh_token") })));
        }

        tabs.Select(tab => tab.RefreshToken).Distinct().ShouldHaveSingleItem();
        foreach (var tab in tabs)
            (await tab.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logging_out_ends_access_and_refresh_tokens_of_that_session()
    {
        var ann = await app.RegisterAsync();
        var elsewhere = new Person(app, await (await app.LoginAsync()).JsonAsync());
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ann.PostAsync("/api/auth/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync(ann.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await elsewhere.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Changing_the_password_signs_out_all_other_sessions()
    {
        var ann = await app.RegisterAsync();
        var elsewhere = new Person(app, await (await app.LoginAsync()).JsonAsync());
        (await elsewhere.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var response = await ann.PostAsync(
            "/api/auth/change-password", new { current_password = FocusflowTestApp.Password, new_password = "another one" });

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.RefreshAsync(ann.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync(elsewhere.RefreshToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.LoginAsync(password: "another one")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Changing_the_password_needs_the_current_one()
    {
        var ann = await app.RegisterAsync();

        var response = await ann.PostAsync("/api/auth/change-password", new { current_password = "wrong", new_password = "another one" });

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.JsonAsync()).GetProperty("errors").TryGetProperty("current_password", out _).ShouldBeTrue();
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_so_many_sessions_live_and_the_oldest_goes_first()
    {
        var first = await app.RegisterAsync();
        List<Person> others = [];
        for (var i = 0; i < 20; i++)
            others.Add(new Person(app, await (await app.LoginAsync()).JsonAsync()));

        (await first.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await others[0].GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await others[^1].GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
