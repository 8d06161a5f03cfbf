using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Notifications;
using Focusflow.Tests.Suite;
using Shouldly;

namespace Focusflow.Tests.Worker;

/// <summary>Somebody who is signed in to an app that runs anywhere. Every answer is held against the API's description.</summary>
internal sealed class WorkerPerson
{
    private readonly HttpClient client;
    private readonly JsonElement registered;

    private WorkerPerson(HttpClient client, JsonElement registered)
    {
        this.client = client;
        this.registered = registered;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
    }

    public string Id => registered.Text("id");

    public string AccessToken => registered.Text("access_token");

    /// <summary>Registers somebody new.</summary>
    public static async Task<WorkerPerson> RegisterAsync(Uri app)
    {
        var http = new HttpClient(EveryApp.Watched(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) { BaseAddress = app };
        var email = $"{Guid.NewGuid():N}@example.com";
        var answer = await http.PostAsJsonAsync("/api/auth/register", new { name = "Ann Example", email, password = FocusflowTestApp.Password });
        await ShouldSucceedAsync(answer);
        return new WorkerPerson(http, await answer.JsonAsync());
    }

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        return await client.SendAsync(request);
    }

    /// <summary>Sends a request that must succeed; gives the answer's body.</summary>
    public async Task<JsonElement> DoAsync(string method, string path, object? body = null)
    {
        var answer = await SendAsync(method, path, body);
        await ShouldSucceedAsync(answer);
        return await answer.JsonAsync();
    }

    private static async Task ShouldSucceedAsync(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

    /// <summary>Opens the stream of notifications.</summary>
    public Task<EventReader> StreamAsync() => EventReader.OpenAsync(client.BaseAddress!, AccessToken);
}
