using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Focusflow.Benchmarks;

/// <summary>
/// What somebody sees today, with ten years of tasks done behind it, beside what somebody new sees with the same day before
/// them. Both lists are the same; what was done must not cost.
/// </summary>
internal static class History
{
    private const int AtOnce = 16;
    private const int Samples = 200;
    private const int Open = 40;
    private const string LongAgo = "2016-01-04T08:00:00Z";
    private const string Password = "correct horse battery staple";

    private static readonly (string Name, string Path)[] Lists =
    [
        ("open tasks", "/api/tasks?completed=false"),
        ("due today", "/api/tasks?due_date_range=today"),
        ("overdue", "/api/tasks?due_date_range=overdue"),
        ("by tag", "/api/tasks?tags=now"),
        ("open, with a text", "/api/tasks?completed=false&q=report"),
        ("the dashboard", "/api/dashboard/data"),
        ("everything, with a text (grows)", "/api/tasks?q=nowhere"),
    ];

    public static async Task RunAsync(int tasks)
    {
        var data = Directory.CreateTempSubdirectory("focusflow-history-").FullName;
        using var http = new HttpClient();
        var app = Server.Focusflow(data, LongAgo);
        try
        {
            await app.WaitAsync(http, "/api/health/ready");
            await SignInAsync(http, app, "register", "new");
            var then = await SignInAsync(http, app, "register", "old");
            await Parallel.ForEachAsync(
                Enumerable.Range(0, tasks),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (i, _) =>
                {
                    var id = await CreateAsync(http, app, then, $"Part {i} of the report", "then", new DateTimeOffset(2016, 1, 4, 9, 0, 0, TimeSpan.Zero).AddHours(2 * i));
                    using var done = await SendAsync(http, app, HttpMethod.Put, $"/api/tasks/{id}/complete", then, null);
                });

            app.Dispose();
            app = Server.Focusflow(data);
            await app.WaitAsync(http, "/api/health/ready");
            var (recent, old) = (await SignInAsync(http, app, "login", "new"), await SignInAsync(http, app, "login", "old"));
            foreach (var token in (string[])[recent, old])
            {
                for (var i = 0; i < Open; i++)
                    await CreateAsync(http, app, token, $"Report {i}", "now", TimeProvider.System.GetUtcNow().AddHours((i % 3) - 1));
            }

            Console.WriteLine($"{tasks:#,0} tasks done before, {Open} open; median of {Samples} requests one after the other, ms");
            Console.WriteLine();
            Console.WriteLine("| list | somebody new | with the history | times |");
            Console.WriteLine("|---|---:|---:|---:|");
            foreach (var (name, path) in Lists)
            {
                var (few, many) = (await MedianAsync(http, app, path, recent), await MedianAsync(http, app, path, old));
                Console.WriteLine($"| {name} | {few:0.00} | {many:0.00} | {many / few:0.0} |");
            }
        }
        finally
        {
            app.Dispose();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> MedianAsync(HttpClient http, Server app, string path, string token)
    {
        var times = new List<double>();
        for (var i = 0; i < Samples + 20; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await SendAsync(http, app, HttpMethod.Get, path, token, null);
            await answer.Content.ReadAsByteArrayAsync();
            if (i >= 20)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task<string> SignInAsync(HttpClient http, Server app, string how, string name)
    {
        var body = new { name, email = $"{name}@example.com", password = Password };
        using var answer = await SendAsync(http, app, HttpMethod.Post, "/api/auth/" + how, null, body);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static async Task<string> CreateAsync(HttpClient http, Server app, string token, string title, string tag, DateTimeOffset due)
    {
        var body = new { title, description = "Write the next part and send it round", due_date = due, tags = new[] { tag, "home" } };
        using var answer = await SendAsync(http, app, HttpMethod.Post, "/api/tasks", token, body);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, Server app, HttpMethod method, string path, string? token, object? body)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{app.Port}{path}") { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
