using System.Net;
using System.Text;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>A page of another site, open in the developer's browser, can neither drive nor read the runtime.</summary>
public sealed class RuntimeCallerTests : IAsyncLifetime
{
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() => app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("http://evil.example", null)]
    [InlineData("http://localhost:5173", null)] // a frontend under development
    [InlineData("null", null)] // a file, or a sandboxed frame
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    public async Task Pages_of_other_origins_are_refused(string? origin, string? site)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])
                 [(HttpMethod.Get, "/runtime/clock"), (HttpMethod.Post, "/runtime/clock"), (HttpMethod.Get, "/runtime/status"), (HttpMethod.Get, "/runtime/documents?partition=x"), (HttpMethod.Post, "/runtime/functions/x/run"), (HttpMethod.Post, "/runtime/orchestrations/x/purge")])
        {
            var answer = await SendAsync(method, path, ("Origin", origin), ("Sec-Fetch-Site", site));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        (await app.Client.GetStringAsync("/runtime/clock")).ShouldBe("""{"now":"2025-09-29T08:00:00Z"}""");
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.168.1.7:7071", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost:7071", HttpStatusCode.OK)]
    [InlineData("app.localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:7071", HttpStatusCode.OK)]
    public async Task It_answers_under_names_of_this_machine_only(string host, HttpStatusCode status)
    {
        (await SendAsync(HttpMethod.Get, "/runtime", ("Host", host))).StatusCode.ShouldBe(status);
        (await SendAsync(HttpMethod.Get, "/runtime/status", ("Host", host))).StatusCode.ShouldBe(status);
        (await SendAsync(HttpMethod.Post, "/runtime/clock", ("Host", host))).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Its_own_page_and_programs_may_call()
    {
        var own = app.Url.GetLeftPart(UriPartial.Authority);
        (await SendAsync(HttpMethod.Post, "/runtime/clock", ("Origin", own), ("Sec-Fetch-Site", "same-origin"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Post, "/runtime/clock")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Get, "/runtime/status", ("Sec-Fetch-Site", "none"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_preflight_allows_nothing_and_the_page_lets_nothing_else_in()
    {
        var preflight = await SendAsync(HttpMethod.Options, "/runtime/clock", ("Origin", "http://localhost:5173"), ("Access-Control-Request-Method", "POST"));
        preflight.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        preflight.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();

        // A link from elsewhere leads to the page; the page alone asks for the rest.
        var page = await SendAsync(HttpMethod.Get, "/runtime", ("Sec-Fetch-Site", "cross-site"));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; connect-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("src=");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        if (method == HttpMethod.Post)
            request.Content = new StringContent("""{"advance":"PT0S"}""", Encoding.UTF8, "application/json");
        return await app.Client.SendAsync(request);
    }
}
