using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using Focusflow.Functions;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

public sealed class EdgeTests
{
    [Fact]
    public async Task Every_answer_may_be_read_by_pages_and_kept_by_nobody()
    {
        await using var app = await FocusflowTestApp.StartAsync();

        foreach (var path in new[] { "/api/health/live", "/api/auth/user", "/api/users/settings/" })
        {
            var headers = (await app.Client.GetAsync(path)).Headers;
            headers.GetValues("Access-Control-Expose-Headers").Single().ShouldBe("ETag, Link, Location, Retry-After, X-Device");
            headers.CacheControl!.NoStore.ShouldBeTrue();
            headers.Vary.ShouldContain("Accept-Encoding");
            headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
    }

    [Fact]
    public async Task The_service_says_which_build_it_is()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var noted = typeof(FocusflowApp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        var live = await (await app.Client.GetAsync("/api/health/live")).JsonAsync();

        live.Text("status").ShouldBe("live");
        live.Text("version").ShouldMatch(@"^\d+\.\d+\.\d+$");
        var commit = live.GetProperty("commit").GetString();
        commit?.ShouldMatch("^[0-9a-f]{40}$");
        noted.ShouldBe(commit is null ? live.Text("version") : $"{live.Text("version")}+{commit}");
    }

    [Fact]
    public async Task The_service_is_ready_while_its_store_answers()
    {
        FaultyStore store = null!;
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });
        var ann = await app.RegisterAsync();
        (await app.Client.GetAsync("/api/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        store.IsDown = true;

        (await app.Client.GetAsync("/api/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var response in new[] { await app.Client.GetAsync("/api/health/ready"), await ann.GetAsync("/api/auth/user"), await app.LoginAsync() })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        }
    }

    [Fact]
    public async Task A_bug_is_answered_without_details_and_logged()
    {
        var log = new Lines();
        await using var app = await FocusflowTestApp.StartAsync(options => options with
        {
            Customize = builder => FaultyStore.Around(builder.Services).BeforeCommit = _ => throw new InvalidOperationException("secret detail"),
            Logging = logging => logging.AddProvider(log),
        });

        var response = await app.Client.PostAsJsonAsync("/api/auth/register", new { name = "Ann", email = "ann@example.com", password = "kwzx7grt" });

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        log.All.ShouldContain(line => line.Contains("Register failed", StringComparison.Ordinal) && line.Contains("secret detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_is_one_line_of_log_without_personal_data()
    {
        var log = new Lines();
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Logging = logging => logging.AddProvider(log) });
        var ann = await app.RegisterAsync();
        await ann.GetAsync("/api/auth/user?email=ann@example.com");
        await app.LoginAsync(password: "wrong password");

        var lines = log.All.Where(line => line.Contains("RequestLog", StringComparison.Ordinal)).ToList();

        lines.Count.ShouldBe(3);
        const string Figures = @"in \d+(\.\d)? ms, \d+ reads, \d+ commits, 0 RU";
        lines[0].ShouldMatch($"POST /auth/register 201 {Figures}, function Register, user -, trace [0-9a-f]{{32}}");
        lines[1].ShouldMatch($"GET /auth/user 200 {Figures}, function GetUser, user [0-9a-f]{{12}}, trace [0-9a-f]{{32}}");
        lines[2].ShouldContain("POST /auth/login 401");
        foreach (var secret in new[] { "ann@", "Ann", ann.Id, ann.AccessToken, ann.RefreshToken, "wrong password", FocusflowTestApp.Password })
            log.All.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_limit_of_bodies_is_a_setting(bool chunked)
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Limits:BodyBytes", "1000"));
        var json = $$"""{"email":"ann@example.com","password":"{{new string('x', 1000)}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        (await app.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Too_many_requests_from_one_address_are_refused_and_sign_ins_sooner()
    {
        await using var app = await FocusflowTestApp.StartAsync(
            ("Focusflow:RateLimit:Enabled", "true"),
            ("Focusflow:RateLimit:SignInPerMinute", "2"),
            ("Focusflow:RateLimit:AddressPerMinute", "5"),
            ("Focusflow:RateLimit:TrustClientIp", "true"));

        (await StatusesAsync("198.51.100.1", 4, "/api/auth/login")).ShouldBe([415, 415, 429, 429]);
        (await StatusesAsync("198.51.100.1", 2, "/api/health/live")).ShouldBe([200, 429]);
        (await StatusesAsync("198.51.100.2", 1, "/api/auth/login")).ShouldBe([415]);

        async Task<List<int>> StatusesAsync(string address, int count, string path)
        {
            List<int> statuses = [];
            for (var i = 0; i < count; i++)
            {
                using var request = new HttpRequestMessage(path.EndsWith("login", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);
                request.Headers.Add("X-Client-IP", address);
                request.Content = request.Method == HttpMethod.Post ? new StringContent("{}", Encoding.UTF8, "text/plain") : null;
                var response = await app.Client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.TooManyRequests)
                    response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
                statuses.Add((int)response.StatusCode);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Too_many_requests_of_one_user_are_refused_and_another_user_is_served()
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:RateLimit:Enabled", "true"), ("Focusflow:RateLimit:UserPerMinute", "3"));
        var ann = await app.RegisterAsync();
        var ben = await app.RegisterAsync("ben@example.com");

        for (var i = 0; i < 3; i++)
            (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await ben.GetAsync("/api/auth/user")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
