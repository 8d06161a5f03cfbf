using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Starts the whole app for a test, with cheap passwords, and people to use it.</summary>
internal static class FocusflowTestApp
{
    public const string Password = "correct horse battery";

    public static Task<LocalApp> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(options => options, settings);

    public static async Task<LocalApp> StartAsync(Func<LocalAppOptions, LocalAppOptions> change, params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Focusflow:Accounts:PasswordIterations"] = "1000",
            ["Focusflow:RateLimit:Enabled"] = "false",
        };
        foreach (var (key, value) in await TestStore.SettingsAsync())
            all[key] = value;
        foreach (var (key, value) in settings)
            all[key] = value;
        return await LocalApp.StartAsync(change(LocalAppOptions.For(typeof(FocusflowApp).Assembly, builder => builder.AddFocusflow()) with { Settings = all }));
    }

    public static async Task<Person> RegisterAsync(this LocalApp app, string email = "ann@example.com", string password = Password)
    {
        var response = await app.Client.PostAsJsonAsync("/api/auth/register", new { name = "Ann Example", email, password });
        response.EnsureSuccessStatusCode();
        return new Person(app, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static Task<HttpResponseMessage> RegisterAttemptAsync(this LocalApp app, string email, string password = Password) =>
        app.Client.PostAsJsonAsync("/api/auth/register", new { name = "Ann Example", email, password });

    public static Task<HttpResponseMessage> LoginAsync(this LocalApp app, string email = "ann@example.com", string password = Password) =>
        app.Client.PostAsJsonAsync("/api/auth/login", new { email, password });

    public static Task<HttpResponseMessage> RefreshAsync(this LocalApp app, string refreshToken) =>
        app.Client.PostAsJsonAsync("/api/auth/refresh", new { refresh_token = refreshToken });

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

/// <summary>Somebody who is signed in.</summary>
internal sealed class Person(LocalApp app, JsonElement tokens)
{
    public string Id { get; } = tokens.TryGetProperty("id", out var id) ? id.GetString()! : tokens.GetProperty("user").Text("id");

    public string AccessToken { get; } = tokens.Text("access_token");

    public string RefreshToken { get; } = tokens.Text("refresh_token");

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<HttpResponseMessage> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync("PUT", path, body, headers);

    public Task<HttpResponseMessage> PostAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    /// <summary>A PUT of a file.</summary>
    public Task<HttpResponseMessage> UploadAsync(string path, byte[] file, string mediaType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(file);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return SendContentAsync("PUT", path, content, headers);
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, object? body, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : JsonContent.Create(body), headers);

    public async Task<HttpResponseMessage> SendContentAsync(string method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body;
        return await app.Client.SendAsync(request);
    }
}
