using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Focusflow.Benchmarks;

/// <summary>The users, tasks and requests that the measurements need.</summary>
internal sealed class Scenarios(Server server, HttpClient client)
{
    private readonly List<string> tokens = [];
    private string taskId = "";

    public string FirstToken => tokens[0];

    /// <summary>One user with 500 tasks, and one user more per client for the focus sessions.</summary>
    public async Task PrepareAsync(int clients)
    {
        for (var i = 0; i <= clients; i++)
            tokens.Add(await RegisterAsync(i));

        for (var i = 0; i < 500; i++)
        {
            using var answer = await SendAsync(HttpMethod.Post, "/api/tasks", tokens[0], new
            {
                title = $"Task {i}",
                description = "Write the next part of the report and send it round",
                due_date = "2030-09-29T17:00:00Z",
                priority = i % 3 == 0 ? "high" : "medium",
                tags = new[] { "report", "writing" },
            });
            taskId = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        }
    }

    public static IOperation Live() => Get("/api/health/live", null);

    public IOperation GetTask() => Get($"/api/tasks/{taskId}", tokens[0]);

    public IOperation ListTasks() => Get("/api/tasks?limit=50", tokens[0]);

    public IOperation CreateTask(int number) => new SingleRequest(
        Request("POST", "/api/tasks", tokens[1 + number], """{"title":"Write the report","priority":"high","tags":["report","writing"]}"""),
        201);

    public IOperation FocusPair(int number) => new FocusPairOperation(tokens[1 + number]);

    private static SingleRequest Get(string path, string? token) => new(Request("GET", path, token, null), 200);

    private static byte[] Request(string method, string path, string? token, string? json) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
        + (json is null ? "" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n")
        + (json is null && method == "POST" ? "Content-Length: 0\r\n" : "")
        + $"\r\n{json}");

    private async Task<string> RegisterAsync(int number)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/auth/register", null, new
        {
            name = $"Bench {number}",
            email = $"bench{number}@example.com",
            password = "correct horse battery staple",
        });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object body)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{server.Port}{path}") { Content = JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        var answer = await client.SendAsync(request);
        return answer.EnsureSuccessStatusCode();
    }

    /// <summary>Starts a focus session and completes it.</summary>
    private sealed class FocusPairOperation(string token) : IOperation
    {
        private readonly byte[] start =
            Request("POST", "/api/focus-sessions/start", token, """{"duration_minutes":25,"session_type":"focus"}""");

        public async ValueTask<bool> RunAsync(Connection connection)
        {
            if (await connection.SendAsync(start) != 201)
                return false;
            var id = SessionId(connection);
            return await connection.SendAsync(Request("POST", $"/api/focus-sessions/{id}/complete", token, null)) == 200;
        }

        private static string SessionId(Connection connection)
        {
            var body = connection.Body;
            var at = body.IndexOf("\"session_id\":\""u8) + 14;
            return Encoding.ASCII.GetString(body.Slice(at, 36));
        }
    }
}
