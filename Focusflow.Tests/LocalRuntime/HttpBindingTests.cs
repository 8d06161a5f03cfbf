using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>An app of toy functions that the tests of a class share.</summary>
public sealed class BindingApp : IAsyncLifetime
{
    public LocalApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings), typeof(ToyResults)]));

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

public sealed class HttpBindingTests(BindingApp toy) : IClassFixture<BindingApp>
{
    private const string Id = "0199953c-5b5e-7d5c-8000-0123456789ab";

    private HttpClient Client => toy.App.Client;

    [Theory]
    [InlineData($"/api/guids/{Id}")]
    [InlineData($"/api/guids/{Id}/")]
    [InlineData($"/API/Guids/{Id}")]
    public async Task A_route_matches_in_any_case_and_with_a_trailing_slash(string path) =>
        (await Client.GetStringAsync(path)).ShouldBe($"GET {Id}");

    [Theory]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("GET", "/API/nowhere/")]
    [InlineData("GET", "/api/guids/not-a-guid")]
    [InlineData("POST", $"/api/guids/{Id}")]
    [InlineData("OPTIONS", $"/api/guids/{Id}")]
    public async Task An_unknown_route_a_foreign_method_and_an_unmet_constraint_are_a_404_that_says_so(string method, string path)
    {
        var answer = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/problem+json");
        answer.Content.Headers.Allow.ShouldBeEmpty();
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("not_found");
        problem.GetProperty("detail").GetString()!.ShouldContain("mistyped");
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", $"/guids/{Id}")]
    [InlineData("GET", "/apis/nowhere")]
    [InlineData("HEAD", "/api/nowhere")]
    public async Task Outside_of_the_routes_a_404_is_empty_and_so_is_the_one_of_HEAD(string method, string path)
    {
        var answer = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/texts/a%2Fb", "a%2Fb")]
    [InlineData("/api/texts/a%20b", "a b")]
    [InlineData("/api/texts/%C3%A4", "ä")]
    [InlineData("/api/numbers/5", "5")]
    [InlineData("/api/numbers", "none")]
    [InlineData("/api/query?number=3", "none 3 none 7")]
    [InlineData("/api/query?Text=x&NUMBER=3&flag=true&page=2", "x 3 True 2")]
    public async Task Route_values_and_query_bind_by_name(string path, string expected) => (await Client.GetStringAsync(path)).ShouldBe(expected);

    [Theory]
    [InlineData("/api/numbers/five")]
    [InlineData("/api/query?number=x")]
    [InlineData("/api/query")]
    [InlineData("/api/query?number=1&flag=maybe")]
    public async Task A_value_that_does_not_convert_or_is_missing_is_an_empty_500(string path) => await ShouldFail(await Client.GetAsync(path));

    [Fact]
    public async Task A_body_binds_in_any_case()
    {
        var answer = await Client.PostAsJsonAsync("/api/notes", new { TITLE = "a", count = 2 });

        (await answer.Content.ReadAsStringAsync()).ShouldBe("a 2");
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{\"count\":\"many\"}", "application/json")]
    [InlineData("{}", "text/plain")]
    public async Task Whatever_is_wrong_with_a_body_is_an_empty_500(string body, string type) =>
        await ShouldFail(await Client.PostAsync("/api/notes", new StringContent(body, Encoding.UTF8, type)));

    [Fact]
    public async Task The_context_knows_function_and_request() =>
        (await Client.GetStringAsync("/api/context/7")).ShouldBe("ReadContext httpTrigger 7 True True True");

    [Fact]
    public async Task A_body_of_more_than_thirty_million_bytes_is_a_500()
    {
        (await (await Client.PostAsync("/api/bytes", new ByteArrayContent(new byte[30_000_000]))).Content.ReadAsStringAsync()).ShouldBe("30000000");

        var tooLong = new HttpRequestMessage(HttpMethod.Post, "/api/bytes") { Content = new ByteArrayContent(new byte[30_000_001]) };
        tooLong.Headers.ExpectContinue = true; // so that the answer arrives although not all was read
        await ShouldFail(await Client.SendAsync(tooLong));
    }

    [Theory]
    [InlineData("action", 200, "{\"someName\":1}")]
    [InlineData("ok-null", 204, "")]
    [InlineData("json-null", 200, "null")]
    [InlineData("string", 200, "")]
    [InlineData("object", 200, "")]
    [InlineData("created", 201, "{\"ok\":true}")]
    [InlineData("written", 418, "by hand")]
    [InlineData("throws", 500, "")]
    public async Task Results_are_executed_and_plain_values_are_lost(string name, int status, string body)
    {
        var answer = await Client.GetAsync($"/api/results/{name}");

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    private static async Task ShouldFail(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
