using System.Net;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class ProfileTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_user_is_the_same_by_both_names()
    {
        var user = await (await ann.GetAsync("/api/auth/user")).Content.ReadAsStringAsync();
        var profile = await (await ann.GetAsync("/api/users/profile/")).Content.ReadAsStringAsync();

        profile.ShouldBe(user);
        JsonElement.Parse(user).EnumerateObject().Select(field => field.Name).ShouldBe(
            ["id", "username", "name", "email", "full_name", "avatar_url", "created_at", "onboarding_completed", "is_active", "is_verified", "timezone"]);
    }

    [Fact]
    public async Task Only_the_fields_that_are_sent_change()
    {
        var user = await (await ann.PutAsync("/api/users/profile", new { timezone = "Europe/Berlin" })).JsonAsync();

        user.Text("timezone").ShouldBe("Europe/Berlin");
        user.Text("full_name").ShouldBe("Ann Example");
        user.Text("username").ShouldBe("ann");
    }

    [Theory]
    [InlineData("""{"full_name":null}""", "ann", null)]
    [InlineData("""{"full_name":""}""", "ann", null)]
    [InlineData("""{"name":"Ann B."}""", "Ann B.", "Ann B.")]
    [InlineData("""{"name":"Ann Example","full_name":"Ann B."}""", "Ann B.", "Ann B.")]
    [InlineData("""{"name":"Ann B.","full_name":"Ann Example"}""", "Ann B.", "Ann B.")]
    public async Task The_name_is_the_full_name_or_else_the_username(string body, string name, string? fullName)
    {
        var user = await (await ann.PutAsync("/api/auth/user", JsonElement.Parse(body))).JsonAsync();

        user.Text("name").ShouldBe(name);
        user.GetProperty("full_name").GetString().ShouldBe(fullName);
    }

    [Fact]
    public async Task Sending_back_what_was_read_changes_nothing()
    {
        var before = await ann.GetAsync("/api/auth/user");

        var after = await ann.PutAsync("/api/auth/user", await before.JsonAsync());

        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldBe(before.Headers.ETag);
        (await after.Content.ReadAsStringAsync()).ShouldBe(await before.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"email":"other@example.com"}""", "email")]
    [InlineData("""{"email":null}""", "email")]
    [InlineData("""{"username":null}""", "username")]
    [InlineData("""{"username":"a b"}""", "username")]
    [InlineData("""{"timezone":"Mars/Olympus"}""", "timezone")]
    [InlineData("""{"timezone":null}""", "timezone")]
    [InlineData("""{"avatar_url":"http://example.com/a.png"}""", "avatar_url")]
    [InlineData("""{"full_name":"a\nb"}""", "full_name")]
    [InlineData("""{"name":17}""", "name")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var response = await ann.PutAsync("/api/users/profile", JsonElement.Parse(body));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.JsonAsync()).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task A_username_somebody_has_is_a_conflict()
    {
        await app.RegisterAsync("ben@example.com");

        (await ann.PutAsync("/api/users/profile", new { username = "Ben" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ann.PutAsync("/api/users/profile", new { username = "cleo" })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_version_read_before_protects_against_overwriting()
    {
        var read = await ann.GetAsync("/api/users/profile");
        var version = read.Headers.ETag!.ToString();
        (await ann.PutAsync("/api/users/profile", new { name = "Ann B." }, ("If-Match", version))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ann.PutAsync("/api/users/profile", new { name = "Ann C." }, ("If-Match", version))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        var now = await ann.GetAsync("/api/users/profile");
        (await now.JsonAsync()).Text("name").ShouldBe("Ann B.");
        (await ann.GetAsync("/api/users/profile", ("If-None-Match", now.Headers.ETag!.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await ann.GetAsync("/api/users/profile", ("If-None-Match", version))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_in_elsewhere_does_not_change_the_version_of_the_user()
    {
        var version = (await ann.GetAsync("/api/users/profile")).Headers.ETag;
        await app.LoginAsync();
        await app.RefreshAsync(ann.RefreshToken);

        (await ann.GetAsync("/api/users/profile")).Headers.ETag.ShouldBe(version);
    }

    [Fact]
    public async Task An_avatar_can_be_chosen_and_given_up()
    {
        var default_ = (await (await ann.GetAsync("/api/users/profile/avatar")).JsonAsync()).Text("avatar_url");

        var chosen = await (await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = "/avatars/avatar-1.png" })).JsonAsync();
        chosen.Text("avatar_url").ShouldBe($"{app.Client.BaseAddress}api/avatars/avatar-1.png");
        chosen.Text("username").ShouldBe("ann");
        (await (await ann.GetAsync("/api/users/profile/avatar")).Content.ReadAsStringAsync()).ShouldBe($$"""{"avatar_url":"{{app.Client.BaseAddress}}api/avatars/avatar-1.png"}""");

        var givenUp = await (await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = (string?)null })).JsonAsync();
        givenUp.Text("avatar_url").ShouldBe(default_);
        (await ann.PutAsync("/api/users/profile/avatar", new { })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Completing_the_onboarding_keeps_preferences_and_applies_those_that_are_settings()
    {
        var body = """{"preferences":{"work_hours":"9-5","notification_enabled":true,"focus_goal":300,"timezone":"Asia/Tokyo"},"avatar_url":"/avatars/avatar-1.png"}""";

        var user = await (await ann.PutAsync("/api/users/onboarding/complete", JsonElement.Parse(body))).JsonAsync();

        user.GetProperty("onboarding_completed").GetBoolean().ShouldBeTrue();
        user.Text("avatar_url").ShouldEndWith("/avatars/avatar-1.png");
        user.Text("timezone").ShouldBe("Asia/Tokyo");
        user.GetProperty("preferences").Text("work_hours").ShouldBe("9-5");
        (await (await ann.GetAsync("/api/users/settings")).JsonAsync()).GetProperty("focus_goal").GetInt32().ShouldBe(300);
        (await ann.PutAsync("/api/users/onboarding/complete", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PutAsync("/api/users/onboarding/complete", new { preferences = new { focus_goal = "a lot" } }))
            .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
