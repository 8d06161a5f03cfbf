using System.Net;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>HEAD is answered as GET, without the body: of every route, by discovery.</summary>
public sealed class HeadTests : IAsyncLifetime
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
    public void Every_route_that_has_GET_has_HEAD() =>
        app.HttpFunctions.Where(function => function.Methods.Contains("GET") != function.Methods.Contains("HEAD")).Select(function => function.Name).ShouldBeEmpty();

    [Fact]
    public async Task HEAD_has_the_status_and_the_headers_of_GET()
    {
        var task = (await (await ann.PostAsync("/api/tasks", new { title = "Write" })).JsonAsync()).Text("id");
        var session = (await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 })).JsonAsync()).Text("session_id");
        var calendar = (await (await ann.PostAsync("/api/users/me/calendar", null)).JsonAsync()).Text("url");
        var paths = Routes.Of(app).Where(route => route.Method == "HEAD").Select(route => route.Path).ToList();
        var all = paths.Concat([$"/api/tasks/{task}", $"/api/focus-sessions/{session}", calendar, "/api/tasks?limit=x"]);

        foreach (var path in all.Where(path => !path.EndsWith("/stream", StringComparison.Ordinal)))
        {
            var head = await ann.SendAsync("HEAD", path, null);
            var get = await ann.GetAsync(path);

            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
            head.StatusCode.ShouldBe(get.StatusCode, path);
            Headers(head).ShouldBe(Headers(get), path);
            if (!path.EndsWith("/export", StringComparison.Ordinal)) // as long as it takes
                head.Content.Headers.ContentLength.ShouldBe(get.Content.Headers.ContentLength, path);
        }
    }

    [Fact]
    public async Task HEAD_of_a_stream_is_over_at_once()
    {
        var head = await ann.SendAsync("HEAD", "/api/notifications/stream", null);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }

    [Fact]
    public async Task HEAD_of_a_version_that_is_known_is_304()
    {
        var etag = (await ann.GetAsync("/api/auth/user")).Headers.ETag!.ToString();

        (await ann.SendAsync("HEAD", "/api/auth/user", null, ("If-None-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private static List<string> Headers(HttpResponseMessage answer) =>
    [
        .. answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Length" or "Transfer-Encoding"))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal),
    ];
}
