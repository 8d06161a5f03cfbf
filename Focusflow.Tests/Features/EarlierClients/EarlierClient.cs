using System.Globalization;
using System.Net;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Features.EarlierClients;

/// <summary>The whole app and somebody who signs in once and stays; tokens live for a day.</summary>
internal sealed class EarlierClient(LocalApp app, Person person) : IAsyncDisposable
{
    public LocalApp App => app;

    public Person Person => person;

    public static async Task<EarlierClient> StartAsync(string now)
    {
        var app = await FocusflowTestApp.StartAsync(
            options => options with { Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) }, ("Focusflow:Auth:AccessTokenMinutes", "1440"));
        return new EarlierClient(app, await app.RegisterAsync());
    }

    public Task PassAsync(double minutes) => app.Clock.AdvanceAsync(TimeSpan.FromMinutes(minutes));

    public Task<JsonElement> GetAsync(string path) => SendAsync("GET", path, null);

    public Task<JsonElement> PostAsync(string path, object? body = null, HttpStatusCode expect = HttpStatusCode.OK) =>
        SendAsync("POST", path, body, expect);

    /// <summary>Answers the body; a list must be all that there is, for nobody follows links here.</summary>
    public async Task<JsonElement> SendAsync(
        string method, string path, object? body, HttpStatusCode expect = HttpStatusCode.OK, params (string, string)[] headers)
    {
        var response = await person.SendAsync(method, "/api" + path, body, headers);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expect, $"{method} {path}: {text}");
        response.Headers.Contains("Link").ShouldBeFalse(path);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
