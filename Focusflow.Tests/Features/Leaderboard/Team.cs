using System.Globalization;
using System.Net;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>The whole app on a virtual clock and some people who use it for days; they sign in again when time has passed.</summary>
internal sealed class Team(LocalApp app) : IAsyncDisposable
{
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);

    public LocalApp App => app;

    public Person this[string name]
    {
        get => people[name];
        set => people[name] = value;
    }

    public static Task<Team> StartAsync(string now, params (string Key, string? Value)[] settings) => StartAsync(now, options => options, settings);

    public static async Task<Team> StartAsync(
        string now, Func<LocalAppOptions, LocalAppOptions> change, params (string Key, string? Value)[] settings) =>
        new(await FocusflowTestApp.StartAsync(
            options => change(options with { Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) }), settings));

    public async Task JoinAsync(params string[] names)
    {
        foreach (var name in names)
        {
            people[name] = await app.RegisterAsync($"{name}@example.com");
            await SendAsync(name, "PUT", "/api/users/profile", new { full_name = name });
        }
    }

    public async Task UntilAsync(string time)
    {
        await app.Clock.AdvanceToAsync(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        foreach (var name in people.Keys)
            people[name] = new Person(app, await (await app.LoginAsync($"{name}@example.com")).JsonAsync());
    }

    public Task<JsonElement> GetAsync(string name, string path, HttpStatusCode expect = HttpStatusCode.OK) => SendAsync(name, "GET", path, null, expect);

    public Task<JsonElement> PostAsync(string name, string path, object? body = null, HttpStatusCode expect = HttpStatusCode.OK) =>
        SendAsync(name, "POST", path, body, expect);

    public async Task<JsonElement> SendAsync(
        string name, string method, string path, object? body = null, HttpStatusCode expect = HttpStatusCode.OK, params (string, string)[] headers)
    {
        var response = await people[name].SendAsync(method, path, body, headers);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expect, $"{method} {path}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async Task CompleteTasksAsync(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var task = await PostAsync(name, "/api/tasks/", new { title = $"Task {i}" }, HttpStatusCode.Created);
            await SendAsync(name, "PUT", $"/api/tasks/{task.Text("id")}/complete");
        }
    }

    public async Task<string> ChallengeAsync(string name, string challenge) =>
        (await GetAsync(name, "/api/challenges/week")).EnumerateArray().Single(one => one.Text("name") == challenge).Text("id");

    public async Task<IReadOnlyList<string>> BoardAsync(string name, string query = "") =>
    [
        .. (await GetAsync(name, "/api/challenges/leaders" + query)).EnumerateArray()
            .Select(row => $"{row.GetProperty("rank")} {row.Text("name")} {row.GetProperty("points")}{(row.GetProperty("is_current_user").GetBoolean() ? " me" : "")}"),
    ];

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
