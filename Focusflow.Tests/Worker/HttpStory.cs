using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Worker;

/// <summary>
/// A user's day over HTTP, written down as status, headers and the form of each answer, so that two hosts of the app can be
/// compared.
/// </summary>
internal sealed partial class HttpStory(HttpClient client)
{
    // Of the connection, not of the app.
    private static readonly HashSet<string> Transport = new(StringComparer.OrdinalIgnoreCase)
        { "Connection", "Content-Length", "Date", "Keep-Alive", "Server", "Transfer-Encoding" };

    private static readonly HashSet<string> Compared = new(StringComparer.OrdinalIgnoreCase)
        { "Access-Control-Expose-Headers", "Cache-Control", "Content-Type", "Idempotency-Replayed", "Location", "Retry-After", "WWW-Authenticate", "X-Content-Type-Options" };

    private readonly List<string> told = [];
    private string? token;

    /// <summary>Lives through the day; gives a line for each answer.</summary>
    public async Task<IReadOnlyList<string>> TellAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await SendAsync("GET", "/api/tasks");
        await SendAsync("POST", "/api/auth/register", new { name = "Ann Example", email, password = FocusflowTestApp.Password });
        await SendAsync("POST", "/api/auth/register", new { name = "Ann Example", email, password = FocusflowTestApp.Password });
        await SendAsync("POST", "/api/auth/login", new { email, password = "wrong" });
        token = (await SendAsync("POST", "/api/auth/login", new { email, password = FocusflowTestApp.Password })).Text("access_token");

        var task = (await SendAsync("POST", "/api/tasks/", new { title = "Write", priority = "high", tags = new[] { "a" } })).Text("id");
        for (var i = 0; i < 2; i++)
        {
            await SendAsync("POST", "/api/tasks", new { title = "Once" }, key: "1");
            await SendAsync("POST", "/api/tasks", new { title = "" }, key: "2");
        }

        await SendAsync("POST", "/api/tasks", new { title = "Something else" }, key: "1");
        await SendAsync("GET", $"/api/tasks/{task}");
        await SendAsync("GET", "/api/tasks?priority=high&limit=1");
        await SendAsync("GET", "/api/TASKS/?sort=nonsense");
        await SendAsync("PATCH", $"/api/tasks/{task}", new { completed = true });
        await SendAsync("GET", $"/api/tasks/{Guid.Empty}");
        await SendAsync("PUT", $"/api/tasks/{task}", new { title = "" });
        await SendAsync("POST", "/api/tasks", "{\"title\":", "application/json");
        await SendAsync("POST", "/api/tasks", "title=Write", "application/x-www-form-urlencoded");
        await SendAsync("POST", "/api/tasks", new { title = new string('x', 200_000) });

        var session = (await SendAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })).Text("session_id");
        await SendAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 5 });
        await SendAsync("GET", "/api/current-session");
        await SendAsync("POST", $"/api/focus-sessions/{session}/pause");
        await SendAsync("POST", $"/api/focus-sessions/{session}/resume");
        await SendAsync("POST", $"/api/focus-sessions/{session}/complete");
        await SendAsync("GET", "/api/notifications");
        await SendAsync("GET", "/api/users/me/export");
        await SendAsync("GET", "/api/openapi.json");
        await SendAsync("GET", "/api/docs");

        await SendAsync("DELETE", $"/api/tasks/{task}");
        await SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password });
        await SendAsync("GET", "/api/tasks");
        return told;
    }

    private Task<JsonElement> SendAsync(string method, string path, object? body = null, string? key = null) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body), key);

    private Task<JsonElement> SendAsync(string method, string path, string body, string type) =>
        SendAsync(method, path, new StringContent(body, Encoding.UTF8, type));

    private async Task<JsonElement> SendAsync(string method, string path, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var json = isJson ? JsonDocument.Parse(text).RootElement.Clone() : default;
        told.Add($"{method} {Same(path)}: {(int)answer.StatusCode} {string.Join("; ", Headers(answer))} {(isJson ? Form(json) : $"{text.Length} characters")}");
        return json;
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        from header in answer.Headers.Concat(answer.Content.Headers)
        where !Transport.Contains(header.Key)
        orderby header.Key.ToUpperInvariant()
        select Compared.Contains(header.Key) ? $"{header.Key}: {Same(string.Join(", ", header.Value))}" : header.Key;

    private static string Form(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}: {Form(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(" | ", json.EnumerateArray().Select(Form).Distinct().Order(StringComparer.Ordinal))}]",
        JsonValueKind.True or JsonValueKind.False => "flag",
        var kind => kind.ToString(),
    };

    private static string Same(string text) => Id().Replace(text, "ID");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
