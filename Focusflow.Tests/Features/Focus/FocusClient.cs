using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Features.Focus;

/// <summary>The whole app on a virtual clock and somebody who uses it for a day: signs in again when time has passed.</summary>
internal sealed class FocusClient : IAsyncDisposable
{
    private Person person;

    private FocusClient(LocalApp app, Person person)
    {
        App = app;
        this.person = person;
    }

    public LocalApp App { get; }

    public Person Person => person;

    public DateTimeOffset Now => App.Clock.GetUtcNow();

    public static async Task<FocusClient> StartAsync(string now, Func<LocalAppOptions, LocalAppOptions>? change = null)
    {
        // Hours pass in these tests, and nobody looks at a board.
        var app = await FocusflowTestApp.StartAsync(
            options => (change?.Invoke(options) ?? options) with { Now = Time(now) }, ("LeaderboardSchedule", "0 0 * * * *"));
        return new FocusClient(app, await app.RegisterAsync());
    }

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public Task PassAsync(double minutes) => UntilAsync(Now.AddMinutes(minutes));

    public Task UntilAsync(string time) => UntilAsync(Time(time));

    public async Task UntilAsync(DateTimeOffset time)
    {
        await App.Clock.AdvanceToAsync(time);
        await SignInAsync();
    }

    public async Task SignInAsync() => person = new Person(App, await (await App.LoginAsync()).JsonAsync());

    public async Task<JsonElement> PostAsync(string path, object? body = null, HttpStatusCode expect = HttpStatusCode.OK)
    {
        var response = await person.PostAsync(path, body);
        response.StatusCode.ShouldBe(expect, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expect = HttpStatusCode.OK)
    {
        var response = await person.GetAsync(path);
        response.StatusCode.ShouldBe(expect, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public Task<JsonElement> StartAsync(int minutes, string type = "focus") =>
        PostAsync("/api/focus-sessions/start", new { duration_minutes = minutes, session_type = type }, HttpStatusCode.Created);

    public Task<JsonElement> DoAsync(string command, JsonElement session) =>
        PostAsync($"/api/focus-sessions/{session.Text("session_id")}/{command}");

    public Task<JsonElement> ReadAsync(JsonElement session) => GetAsync($"/api/focus-sessions/{session.Text("session_id")}");

    /// <summary>Sets a setting that the account has.</summary>
    public async Task SettingAsync(object settings)
    {
        var response = await person.PutAsync("/api/users/settings/quick", settings);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        await SignInAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Comparing JSON with an example.</summary>
internal static class JsonExamples
{
    /// <summary>Every property of the example must be there with the same value; more may be there.</summary>
    public static void ShouldHold(this JsonElement actual, string example) => Compare(actual, JsonElement.Parse(example), "$");

    private static void Compare(JsonElement actual, JsonElement example, string path)
    {
        actual.ValueKind.ShouldBe(example.ValueKind, path);
        switch (example.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in example.EnumerateObject())
                {
                    actual.TryGetProperty(property.Name, out var value).ShouldBeTrue($"{path}.{property.Name} is missing");
                    Compare(value, property.Value, $"{path}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                actual.GetArrayLength().ShouldBeGreaterThanOrEqualTo(example.GetArrayLength(), path);
                for (var i = 0; i < example.GetArrayLength(); i++)
                    Compare(actual[i], example[i], $"{path}[{i}]");
                break;
            default:
                actual.GetRawText().ShouldBe(example.GetRawText(), path);
                break;
        }
    }
}
