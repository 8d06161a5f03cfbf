using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>The check of answers can fail: each case is a real answer with one thing wrong.</summary>
public sealed class AnswerCheckTests
{
    private const string Task = """
        {"id":"0199880a-4b00-7aa3-917a-d5446b240c21","title":"Write","description":null,"start_date":null,"due_date":null,"due_at":null,"completed":false,
        "completed_at":null,"priority":"medium","tags":[],"reminder_enabled":false,"reminder_time":null,"created_at":"2025-09-26T22:00:00Z",
        "updated_at":"2025-09-26T22:00:00Z","steps":[],"progress":null,"estimate_minutes":null,"focused_seconds":0,"recurrence":null,
        "recurrence_from":"due","series_id":null}
        """;

    private const string Problem = """
        {"type":"/api/docs#problem-not_found","title":"Not found","status":404,"code":"not_found","detail":"Task not found.","message":"Task not found."}
        """;

    private const string TaskPath = "/api/tasks/0199880a-4b00-7aa3-917a-d5446b240c21";

    [Fact]
    public async Task Answers_as_described_pass()
    {
        (await CheckAsync("GET", TaskPath, 200, Task)).ShouldBeNull();
        (await CheckAsync("GET", TaskPath + "/", 404, Problem, "application/problem+json")).ShouldBeNull();
        (await CheckAsync("GET", "/api/tasks?limit=1", 200, $"[{Task}]", etag: null)).ShouldBeNull();
        (await CheckAsync("DELETE", TaskPath, 204, "", type: null, etag: null)).ShouldBeNull();
        (await CheckAsync("HEAD", "/api/calendar/x.ics", 404, "", "application/problem+json", etag: null)).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"title\":\"Write\",", "", "title")]
    [InlineData("\"title\":\"Write\",", "\"title\":\"Write\",\"owner\":1,", "owner")]
    [InlineData("\"completed\":false", "\"completed\":null", "/completed")]
    [InlineData("\"priority\":\"medium\"", "\"priority\":\"urgent\"", "/priority")]
    [InlineData("2025-09-26T22:00:00Z", "yesterday", "/created_at")]
    [InlineData("}", "", "not JSON")]
    public async Task A_body_that_differs_is_found(string part, string other, string told) =>
        (await CheckAsync("GET", TaskPath, 200, Task.Replace(part, other, StringComparison.Ordinal))).ShouldNotBeNull().ShouldContain(told);

    [Theory]
    [InlineData("GET", TaskPath, 202, "not declared")]
    [InlineData("GET", "/api/tasks/7", 200, "no such operation")]
    [InlineData("GET", "/api/nothing", 500, "no such operation")]
    [InlineData("POST", TaskPath, 200, "no such operation")]
    [InlineData("DELETE", TaskPath, 204, "none is declared")]
    [InlineData("HEAD", "/api/calendar/x.ics", 200, "none is declared")]
    public async Task An_operation_or_status_that_is_not_described_is_found(string method, string path, int status, string told) =>
        (await CheckAsync(method, path, status, Task)).ShouldNotBeNull().ShouldContain(told);

    [Fact]
    public async Task Headers_and_media_types_that_differ_are_found()
    {
        (await CheckAsync("GET", TaskPath, 200, Task, etag: null)).ShouldNotBeNull().ShouldContain("The header ETag is missing");
        (await CheckAsync("GET", "/api/tasks", 200, "[]")).ShouldNotBeNull().ShouldContain("The header ETag is not declared");
        (await CheckAsync("GET", TaskPath, 200, Task, "text/plain")).ShouldNotBeNull().ShouldContain("text/plain");
        (await CheckAsync("GET", TaskPath, 401, Problem.Replace("404", "401", StringComparison.Ordinal), "application/problem+json", etag: null))
            .ShouldNotBeNull().ShouldContain("WWW-Authenticate is missing");
    }

    [Theory]
    [InlineData("404", "400", "another status")]
    [InlineData("/api/docs#problem-not_found", "about:blank", "another status, type or title")]
    [InlineData("Not found", "Gone", "another status, type or title")]
    [InlineData("not_found", "session_already_open", "another status, type or title")]
    [InlineData("not_found", "no_such_code", "not in the catalogue")]
    [InlineData("\"code\":\"not_found\",", "", "code")]
    public async Task A_problem_that_is_not_of_the_catalogue_is_found(string part, string other, string told) =>
        (await CheckAsync("GET", TaskPath, 404, Problem.Replace(part, other, StringComparison.Ordinal), "application/problem+json", etag: null))
            .ShouldNotBeNull().ShouldContain(told);

    [Fact]
    public async Task What_the_host_answers_is_exempt_and_nothing_else()
    {
        (await CheckAsync("GET", "/api/nothing", 404, Problem, "application/problem+json", etag: null)).ShouldBeNull();
        (await CheckAsync("HEAD", "/api/nothing", 404, "", type: null, etag: null)).ShouldBeNull();
        (await CheckAsync("GET", "/runtime/clock", 200, "{}")).ShouldBeNull();
        (await CheckAsync("POST", "/api/challenges/x/progress", 401, "", type: null, etag: null)).ShouldBeNull();
        (await CheckAsync("GET", TaskPath, 401, "", type: null, etag: null)).ShouldNotBeNull();
        (await CheckAsync("GET", "/api/nothing", 404, "", type: null, etag: null)).ShouldNotBeNull();
        (await CheckAsync("GET", "/api/nothing", 404, Problem.Replace("404", "400", StringComparison.Ordinal), "application/problem+json", etag: null))
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_whose_answer_differs_fails_its_test()
    {
        var check = new AnswerCheck(ApiContract.Of, new AnswersSeen());
        using var client = new HttpClient(new CheckedAnswers(new Fixed(), check)) { BaseAddress = new Uri("http://localhost/") };

        (await Should.ThrowAsync<Xunit.Sdk.FailException>(client.GetAsync("/api/health/live"))).Message.ShouldContain("GET /health/live");
        check.Seen.Faults.Count.ShouldBe(1);
        check.Seen.Has("GET /health/live", 200).ShouldBeTrue();
    }

    private static async Task<string?> CheckAsync(
        string method, string path, int status, string body, string? type = "application/json", string? etag = "\"1\"")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://localhost" + path);
        using var answer = Answer(status, body, type);
        if (etag is not null && type != "application/problem+json")
            answer.Headers.ETag = EntityTagHeaderValue.Parse(etag);
        return await new AnswerCheck(ApiContract.Of, new AnswersSeen()).FindFaultAsync(request, answer);
    }

    private static HttpResponseMessage Answer(int status, string body, string? type)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (type is not null)
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return answer;
    }

    private sealed class Fixed : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            System.Threading.Tasks.Task.FromResult(Answer(200, """{"state":"ok"}""", "application/json"));
    }
}
