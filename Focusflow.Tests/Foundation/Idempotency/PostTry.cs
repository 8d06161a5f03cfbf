using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.OpenApi;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>A POST that is about to be sent, by somebody for whom it makes sense.</summary>
/// <param name="Path">The path.</param>
/// <param name="Body">The body, or null.</param>
/// <param name="Who">Who sends it; null for somebody who has not signed in.</param>
/// <param name="UserId">Whom it concerns; null for somebody who does not exist yet.</param>
internal sealed record PostTry(string Path, object? Body, Person? Who, string? UserId)
{
    /// <summary>The paths of all POST routes of an app, but those that belong to a host.</summary>
    public static IReadOnlyList<string> Routes(LocalApp app) =>
    [
        .. app.HttpFunctions.Where(function => function.Methods.Contains("POST", StringComparer.Ordinal)).Select(function => "/" + function.Route.TrimStart('/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Somebody new, for whom a route does something. What has no preparation of its own is sent with its example, by somebody who
    /// has signed in; it may be refused then, but that once, too.
    /// </summary>
    public static async Task<PostTry> PrepareAsync(LocalApp app, string route, string email)
    {
        if (route.EndsWith("/auth/register", StringComparison.Ordinal))
            return new PostTry(route, new { name = "Ann", email, password = FocusflowTestApp.Password }, null, null);
        var ann = await app.RegisterAsync(email);
        var id = await PrepareAsync(ann, route);
        var path = id is null ? route : route[..route.IndexOf('{', StringComparison.Ordinal)] + id + route[(route.IndexOf('}', StringComparison.Ordinal) + 1)..];
        return route switch
        {
            "/api/auth/login" => new PostTry(path, new { email, password = FocusflowTestApp.Password }, null, ann.Id),
            "/api/auth/refresh" => new PostTry(path, new { refresh_token = ann.RefreshToken }, null, ann.Id),
            "/api/challenges/{id}/progress" => new PostTry(path + "?progress=1&code=" + app.FunctionKey, null, ann, ann.Id),
            _ => new PostTry(path, ExampleOf(route), ann, ann.Id),
        };
    }

    /// <summary>Sends it.</summary>
    public async Task<HttpResponseMessage> SendAsync(LocalApp app, string? key, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Body is null ? null : JsonContent.Create(Body) };
        if (Who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Who.AccessToken);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await app.Client.SendAsync(request, cancellation);
    }

    private static async Task<string?> PrepareAsync(Person ann, string route)
    {
        switch (route)
        {
            case var _ when route.Contains("/focus-sessions/{", StringComparison.Ordinal):
                var session = (await PostAsync(ann, "/api/focus-sessions/start", new { duration_minutes = 30, session_type = "focus" })).Text("session_id");
                if (route.EndsWith("/resume", StringComparison.Ordinal))
                    await PostAsync(ann, $"/api/focus-sessions/{session}/pause", null);
                return session;
            case var _ when route.Contains("/challenges/{", StringComparison.Ordinal):
                var challenge = (await (await ann.GetAsync("/api/challenges/week")).JsonAsync())[0].Text("id");
                if (!route.EndsWith("/join", StringComparison.Ordinal))
                    await PostAsync(ann, $"/api/challenges/{challenge}/join", null);
                return challenge;
            case var _ when route.Contains("/notifications/", StringComparison.Ordinal):
                var ended = (await PostAsync(ann, "/api/focus-sessions/start", new { duration_minutes = 30, session_type = "focus" })).Text("session_id");
                await PostAsync(ann, $"/api/focus-sessions/{ended}/complete", null);
                var told = (await (await ann.GetAsync("/api/notifications")).JsonAsync())[0].Text("id");
                return route.Contains('{', StringComparison.Ordinal) ? told : null;
            case "/api/time-logs/end-work" or "/api/time-logs/start-break" or "/api/time-logs/end-break" or "/api/dashboard/clock-out":
                await PostAsync(ann, "/api/time-logs/start-work", null);
                if (route.EndsWith("/end-break", StringComparison.Ordinal))
                    await PostAsync(ann, "/api/time-logs/start-break", null);
                return null;
            default:
                return route.Contains('{', StringComparison.Ordinal) ? Guid.NewGuid().ToString("D") : null;
        }
    }

    private static async Task<JsonElement> PostAsync(Person ann, string path, object? body)
    {
        var answer = await ann.PostAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return await answer.JsonAsync();
    }

    private static object? ExampleOf(string route)
    {
        var path = ApiContract.Of.Document["paths"]!.AsObject().First(item => Same(item.Key, route)).Value!["post"]!;
        return path["requestBody"]?["content"]!["application/json"]!["example"]?.DeepClone();
    }

    private static bool Same(string described, string route) =>
        string.Equals("/api/" + described.TrimStart('/').Replace("api/", "", StringComparison.Ordinal), route.Replace(":guid", "", StringComparison.Ordinal), StringComparison.Ordinal);
}
