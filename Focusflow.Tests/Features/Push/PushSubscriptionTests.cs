using System.Net;
using System.Text;
using Focusflow.Core.Features.Push;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

public sealed class PushSubscriptionTests : IAsyncLifetime
{
    private const string Path = "/api/push/subscriptions";

    private readonly PushBrowser browser = new();
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_subscribes_is_listed_and_ends_it()
    {
        var response = await ann.PostAsync(Path, browser.ToJson("https://push.example.com/1", app.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds()));

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = await response.JsonAsync();
        made.Text("endpoint").ShouldBe("https://push.example.com/1");
        made.Text("expires_at").ShouldBe(Focusflow.Core.Foundation.Input.Timestamps.Write(app.Clock.GetUtcNow().AddDays(1)));
        made.EnumerateObject().Select(one => one.Name).ShouldBe(["id", "endpoint", "created_at", "expires_at"]);
        (await ListAsync(ann)).ShouldBe(["https://push.example.com/1"]);

        (await ann.SendAsync("DELETE", $"{Path}/{made.Text("id")}", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await ListAsync(ann)).ShouldBeEmpty();
        (await ann.SendAsync("DELETE", $"{Path}/{made.Text("id")}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_browser_again_replaces_its_subscription_and_the_eleventh_is_refused()
    {
        string? first = null;
        for (var i = 0; i < PushSubscriptions.Most; i++)
        {
            var made = await ann.PostAsync(Path, browser.ToJson($"https://push.example.com/{i}"));
            made.StatusCode.ShouldBe(HttpStatusCode.Created);
            first ??= (await made.JsonAsync()).Text("id");
        }

        using var renewed = new PushBrowser();
        var again = await ann.PostAsync(Path, renewed.ToJson("https://push.example.com/0"));
        (await again.JsonAsync()).Text("id").ShouldBe(first);
        (await ListAsync(ann)).Count.ShouldBe(PushSubscriptions.Most);

        var refused = await ann.PostAsync(Path, browser.ToJson("https://push.example.com/10"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.JsonAsync()).Text("code").ShouldBe("push_subscription_limit_reached");
        (await ListAsync(ann)).Count.ShouldBe(PushSubscriptions.Most);
    }

    [Fact]
    public async Task However_many_ask_at_once_there_are_ten()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 13).Select(i => ann.PostAsync(Path, browser.ToJson($"https://push.example.com/{i}"))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBeLessThanOrEqualTo(PushSubscriptions.Most);
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created || answer.StatusCode == HttpStatusCode.Conflict);
        (await ListAsync(ann)).Count.ShouldBe(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
    }

    [Theory]
    [InlineData("http://push.example.com/1")]
    [InlineData("https://127.0.0.1/1")]
    [InlineData("https://localhost/1")]
    [InlineData("https://10.1.2.3/1")]
    [InlineData("https://169.254.169.254/metadata")]
    [InlineData("https://[fd00::1]/1")]
    [InlineData("https://user:secret@push.example.com/1")]
    [InlineData("ftp://push.example.com/1")]
    [InlineData("push.example.com/1")]
    [InlineData("")]
    public async Task An_endpoint_that_is_not_https_at_a_public_address_is_refused(string endpoint)
    {
        var response = await ann.PostAsync(Path, browser.ToJson(endpoint));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.JsonAsync()).GetProperty("errors").GetProperty("endpoint")[0].GetString()!.ShouldStartWith("endpoint must");
        (await ListAsync(ann)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"endpoint": "https://push.example.com/1"}""", "keys.p256dh,keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": null}""", "keys.p256dh,keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": "text"}""", "keys.p256dh,keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": 5}}""", "keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "BTBZMqHH6r4Tts7J_aSIggAA"}}""", "keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "BTBZMqHH6r4Tts7J/aSI+g"}}""", "keys.auth")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "not a key", "auth": "A"}}""", "keys.p256dh")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "BTBZMqHH6r4Tts7J_aSIgg", "auth": "A"}}""", "keys.p256dh")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8", "auth": "A"}}""", "keys.p256dh")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "A"}, "expirationTime": "tomorrow"}""", "expirationTime")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "A"}, "expirationTime": -1}""", "expirationTime")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "A"}, "expirationTime": 1.5}""", "expirationTime")]
    [InlineData("""{"endpoint": "https://push.example.com/1", "keys": {"p256dh": "P", "auth": "A"}, "expirationTime": 1e300}""", "expirationTime")]
    [InlineData("""{"keys": {"p256dh": "P", "auth": "A"}}""", "endpoint")]
    public async Task What_is_no_subscription_is_refused_by_field(string json, string fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Headers.Authorization = new("Bearer", ann.AccessToken);
        request.Content = new StringContent(
            json.Replace("\"P\"", $"\"{browser.P256dh}\"", StringComparison.Ordinal).Replace("\"A\"", $"\"{browser.Auth}\"", StringComparison.Ordinal),
            Encoding.UTF8,
            "application/json");
        var response = await app.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.JsonAsync()).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields.Split(','));
    }

    [Fact]
    public async Task Another_users_subscription_is_not_there()
    {
        var made = await (await ann.PostAsync(Path, browser.ToJson("https://push.example.com/1"))).JsonAsync();
        var ben = await app.RegisterAsync("ben@example.com");

        (await ben.SendAsync("DELETE", $"{Path}/{made.Text("id")}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ListAsync(ben)).ShouldBeEmpty();
        (await (await ben.PostAsync(Path, browser.ToJson("https://push.example.com/1"))).JsonAsync()).Text("id").ShouldNotBe(made.Text("id"));
        (await ListAsync(ann)).ShouldBe(["https://push.example.com/1"]);
    }

    [Fact]
    public async Task A_subscription_ends_with_its_sign_in_and_when_the_browser_says()
    {
        await ann.PostAsync(Path, browser.ToJson("https://push.example.com/phone"));
        var desk = new Person(app, await (await app.LoginAsync()).JsonAsync());
        await desk.PostAsync(Path, browser.ToJson("https://push.example.com/desk"));
        await desk.PostAsync(Path, browser.ToJson("https://push.example.com/brief", app.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds()));
        (await ListAsync(desk)).Count.ShouldBe(3);

        (await ann.PostAsync("/api/auth/logout", new { })).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await ListAsync(desk)).ShouldBe(["https://push.example.com/desk"]);
    }

    [Fact]
    public async Task Without_a_key_there_are_no_pushes_and_it_is_said()
    {
        await using var keyless = await FocusflowTestApp.StartAsync(("Focusflow:Push:Key", ""));
        var ben = await keyless.RegisterAsync();

        foreach (var response in new[] { await ben.GetAsync("/api/push/key"), await ben.PostAsync(Path, browser.ToJson("https://push.example.com/1")) })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await response.JsonAsync()).Text("code").ShouldBe("push_unavailable");
        }
    }

    [Fact]
    public async Task With_another_key_a_subscription_is_good_for_nothing()
    {
        await ann.PostAsync(Path, browser.ToJson("https://push.example.com/1"));
        var before = (await (await ann.GetAsync("/api/push/key")).JsonAsync()).Text("public_key");
        before.Length.ShouldBe(87);
        await app.RestartAsync();
        (await (await ann.GetAsync("/api/push/key")).JsonAsync()).Text("public_key").ShouldBe(before);
        (await ListAsync(ann)).Count.ShouldBe(1);

        File.WriteAllText(
            System.IO.Path.Combine(app.DataFolder, "secrets.json"),
            File.ReadAllText(System.IO.Path.Combine(app.DataFolder, "secrets.json")).Replace("pushKey", "formerPushKey", StringComparison.Ordinal));
        await app.RestartAsync();

        (await (await ann.GetAsync("/api/push/key")).JsonAsync()).Text("public_key").ShouldNotBe(before);
        (await ListAsync(ann)).ShouldBeEmpty(); // and the user is still signed in
    }

    private static async Task<List<string>> ListAsync(Person person) =>
        [.. (await (await person.GetAsync(Path)).JsonAsync()).EnumerateArray().Select(one => one.Text("endpoint"))];
}
