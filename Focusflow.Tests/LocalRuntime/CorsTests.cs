using System.Net;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class CorsTests
{
    private const string Path = "/api/guids/0199953c-5b5e-7d5c-8000-0123456789ab";

    [Theory]
    [InlineData(null, "http://localhost:5173", "http://localhost:5173", true)]
    [InlineData(null, "http://localhost:3000", "http://localhost:3000", true)]
    [InlineData(null, "http://localhost:4000", null, false)]
    [InlineData("""{"Host":{"CORS":"https://a.example, https://b.example"}}""", "https://b.example", "https://b.example", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "https://A.example", "https://A.example", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "http://localhost:5173", null, false)]
    [InlineData("""{"Host":{"CORS":"https://a.example","CORSCredentials":false}}""", "https://a.example", "https://a.example", false)]
    [InlineData("""{"Host":{"CORS":"*"}}""", "https://any.example", "*", false)]
    public Task Listed_origins_may_call_and_send_credentials(string? settings, string origin, string? allowed, bool credentials) =>
        CheckAsync("Production", settings, origin, allowed, credentials);

    [Theory]
    [InlineData(null, "http://localhost:5174", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "http://localhost:5173", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "https://127.0.0.1:8443", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "http://[::1]:4000", true)]
    [InlineData("""{"Host":{"CORS":"https://a.example"}}""", "http://app.localhost:4000", true)]
    [InlineData(null, "http://192.168.0.2:5173", false)]
    [InlineData(null, "http://localhost.example:5173", false)]
    [InlineData(null, "https://a.example", false)]
    [InlineData(null, "null", false)]
    public Task While_developing_every_origin_of_this_machine_may_call(string? settings, string origin, bool allowed) =>
        CheckAsync("Development", settings, origin, allowed ? origin : null, allowed);

    private static async Task CheckAsync(string environment, string? settings, string origin, string? allowed, bool credentials)
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]) with
        {
            LocalSettingsJson = settings,
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["AZURE_FUNCTIONS_ENVIRONMENT"] = environment },
        });

        var answer = await app.Client.SendAsync(From(origin, HttpMethod.Get, Path));
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(allowed);
        Header(answer, "Access-Control-Allow-Credentials").ShouldBe(credentials ? "true" : null);

        var preflight = From(origin, HttpMethod.Options, "/api/anything");
        preflight.Headers.Add("Access-Control-Request-Method", "PUT");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,if-match");
        answer = await app.Client.SendAsync(preflight);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(allowed);
        Header(answer, "Access-Control-Allow-Methods").ShouldBe(allowed is null ? null : "PUT");
        Header(answer, "Access-Control-Allow-Headers").ShouldBe(allowed is null ? null : "authorization,if-match");
        Header(answer, "Access-Control-Max-Age").ShouldBe(allowed is null ? null : "3600");
    }

    private static HttpRequestMessage From(string origin, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        return request;
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
