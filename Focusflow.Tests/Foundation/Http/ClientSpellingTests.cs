using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.OpenApi;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>What clients, libraries and proxies send in their own way, held against every operation that is described.</summary>
public sealed class ClientSpellingTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_parameter_with_an_index_is_never_passed_over()
    {
        var tried = 0;
        foreach (var (method, path, operation) in Operations())
        {
            foreach (var name in Parameters(operation, "query").Where(name => name != "token")) // of a link in a mail, and no filter
            {
                var answer = await SendAsync(method, $"{Fill(path)}?{name}[0]=a", ExampleOf(operation));

                answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{method} {path} {name}");
                (await answer.JsonAsync()).GetProperty("errors").GetProperty($"{name}[0]")[0].GetString()!.ShouldContain($"write {name}=a,b");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task A_writer_who_wants_nothing_there_is_refused_because_there_is()
    {
        var ids = await MakeAsync();
        var tried = 0;
        foreach (var (method, path, operation) in Operations().Where(one => Parameters(one.Operation, "header").Contains("If-Match")))
        {
            var answer = await SendAsync(method, Fill(path, ids), ExampleOf(operation), request => request.Headers.TryAddWithoutValidation("If-None-Match", "*"));

            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed, $"{method} {path}");
            (await answer.JsonAsync()).Text("code").ShouldBe("version_stale");
            tried++;
        }

        tried.ShouldBeGreaterThan(12);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_version_that_a_proxy_weakened_is_still_one_to_write_by()
    {
        var task = await ann.PostAsync("/api/tasks", new { title = "Write" });
        var path = $"/api/tasks/{(await task.JsonAsync()).Text("id")}";
        var weak = $"W/{task.Headers.ETag}";

        (await ann.PutAsync(path, new { title = "Write more" }, ("If-Match", weak))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PutAsync(path, new { title = "Write less" }, ("If-Match", weak))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_body_that_is_encoded_is_refused_with_what_is_accepted()
    {
        var tried = 0;
        foreach (var (method, path, operation) in Operations().Where(one => one.Operation.ContainsKey("requestBody")))
        {
            foreach (var coding in new[] { "gzip", "br", "identity, gzip" })
            {
                var answer = await SendAsync(method, Fill(path), "{}", request => request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding));

                answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, $"{method} {path}");
                (await answer.JsonAsync()).Text("code").ShouldBe("unsupported_content_encoding");
                answer.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(50);
        (await SendAsync("POST", "/api/tasks", """{"title":"a"}""", request => request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "identity")))
            .StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_refused_encoding_is_told_again_to_who_repeats_the_request()
    {
        for (var i = 0; i < 2; i++)
        {
            var answer = await SendAsync("POST", "/api/tasks", "{}", request =>
            {
                request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
                request.Headers.Add("Idempotency-Key", "one");
            });
            answer.Headers.GetValues("Accept-Encoding").ShouldBe(["identity"]);
        }
    }

    [Fact]
    public async Task A_list_of_operations_is_no_patch_here_and_PATCH_says_what_is()
    {
        const string List = """[{"op":"replace","path":"/title","value":"b"}]""";
        var tried = 0;
        foreach (var (method, path, _) in Operations().Where(one => one.Method == "PATCH"))
        {
            var answer = await SendAsync(method, Fill(path), List, request => request.Content!.Headers.ContentType = new("application/json-patch+json"));

            answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, path);
            answer.Headers.GetValues("Accept-Patch").ShouldBe(["application/merge-patch+json, application/json"]);
            tried++;
        }

        tried.ShouldBeGreaterThan(3);
        var put = await SendAsync("PUT", "/api/users/settings", List, request => request.Content!.Headers.ContentType = new("application/json-patch+json"));
        (put.StatusCode, put.Headers.Contains("Accept-Patch")).ShouldBe((HttpStatusCode.UnsupportedMediaType, false));
    }

    private static IEnumerable<(string Method, string Path, JsonObject Operation)> Operations() =>
        from path in ApiContract.Of.Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    private static List<string> Parameters(JsonObject operation, string place) =>
        [.. (operation["parameters"]?.AsArray() ?? []).Where(one => (string?)one!["in"] == place).Select(one => (string)one!["name"]!)];

    private static string? ExampleOf(JsonObject operation) => operation["requestBody"]?["content"]?["application/json"]?["example"]?.ToJsonString();

    private static string Fill(string path, IReadOnlyDictionary<string, string>? ids = null) =>
        "/api" + path.Replace("{id}", ids?.GetValueOrDefault(path.Split('/')[1]) ?? Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{step}", ids?.GetValueOrDefault("steps") ?? Guid.NewGuid().ToString(), StringComparison.Ordinal);

    private async Task<Dictionary<string, string>> MakeAsync()
    {
        var task = await (await ann.PostAsync(
            "/api/tasks", new { title = "Write", due_date = "2025-10-01", recurrence = "FREQ=DAILY", steps = new[] { new { title = "Begin" } } })).JsonAsync();
        var session = await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 })).JsonAsync();
        await ann.PostAsync($"/api/focus-sessions/{session.Text("session_id")}/stop", null);
        var webhook = await (await ann.PostAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "task_reminder" } })).JsonAsync();
        using var browser = new Features.Push.PushBrowser();
        var push = await (await ann.PostAsync("/api/push/subscriptions", browser.ToJson("https://push.example.com/1"))).JsonAsync();
        var step = task.GetProperty("steps")[0].Text("id");
        return new(StringComparer.Ordinal) { ["tasks"] = task.Text("id"), ["steps"] = step, ["focus-sessions"] = session.Text("session_id"), ["webhooks"] = webhook.Text("id"), ["push"] = push.Text("id") };
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ann.AccessToken);
        request.Headers.Add("x-functions-key", app.FunctionKey);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        return await app.Client.SendAsync(request);
    }
}
