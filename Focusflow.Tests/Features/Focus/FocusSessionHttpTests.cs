using System.Net;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class FocusSessionHttpTests : IAsyncLifetime
{
    private FocusClient client = null!;

    public async ValueTask InitializeAsync() => client = await FocusClient.StartAsync("2025-09-26T14:30:00Z");

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public async Task Starting_a_session_answers_as_the_frontend_was_promised()
    {
        var response = await client.Person.PostAsync("/api/focus-sessions/start", new { duration_minutes = 30, session_type = "focus" });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var session = await response.JsonAsync();
        session.ShouldHold($$"""
            {
              "session_id": "{{session.Text("session_id")}}",
              "user_id": "{{client.Person.Id}}",
              "start_time": "2025-09-26T14:30:00Z",
              "end_time": null,
              "planned_duration": 30,
              "actual_duration": null,
              "session_type": "focus",
              "status": "active",
              "task_id": null,
              "planned_end_time": "2025-09-26T15:00:00Z",
              "paused_at": null,
              "remaining_seconds": 1800
            }
            """);
        response.Headers.Location!.ToString().ShouldBe($"/api/focus-sessions/{session.Text("session_id")}");
        (await client.GetAsync(response.Headers.Location.ToString())).ShouldHold(session.GetRawText());
        (await client.GetAsync("/api/current-session/")).ShouldHold(session.GetRawText());
    }

    [Fact]
    public async Task A_second_start_is_a_conflict_that_says_why()
    {
        await client.StartAsync(30);

        var problem = await client.PostAsync("/api/focus-sessions/start", new { duration_minutes = 5, session_type = "break" }, HttpStatusCode.Conflict);
        problem.Text("detail").ShouldBe("Active focus session already exists");
    }

    [Fact]
    public async Task Of_a_hundred_requests_at_once_one_starts_a_session()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            _ => client.Person.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(99);
        (await client.GetAsync("/api/focus-sessions")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task There_is_no_current_session_before_the_first_and_after_the_last()
    {
        (await client.GetAsync("/api/current-session")).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await client.DoAsync("stop", await client.StartAsync(30));
        (await client.GetAsync("/api/current-session")).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_session_can_be_paused_resumed_and_completed()
    {
        var session = await client.StartAsync(30);
        await client.PassAsync(10.5);
        (await client.DoAsync("pause", session)).ShouldHold("""
            {"status": "paused", "paused_at": "2025-09-26T14:40:30Z", "planned_end_time": null, "remaining_seconds": 1170, "end_time": null}
            """);
        await client.PassAsync(20);
        (await client.DoAsync("resume", session)).ShouldHold("""
            {"status": "active", "paused_at": null, "planned_end_time": "2025-09-26T15:20:00Z", "remaining_seconds": 1170}
            """);
        await client.PassAsync(5);
        (await client.DoAsync("complete", session)).ShouldHold("""
            {"status": "completed", "end_time": "2025-09-26T15:05:30Z", "actual_duration": 15, "remaining_seconds": 0}
            """);
        (await client.PostAsync($"/api/focus-sessions/{session.Text("session_id")}/pause", null, HttpStatusCode.Conflict))
            .Text("detail").ShouldBe("The session has already been completed.");
    }

    [Fact]
    public async Task Sessions_are_listed_page_by_page_and_by_day()
    {
        await client.UntilAsync("2025-09-26T23:00:00Z");
        for (var i = 0; i < 5; i++)
        {
            await client.DoAsync("complete", await client.StartAsync(30));
            await client.PassAsync(25);
        }

        var first = await client.Person.GetAsync("/api/focus-sessions/?limit=3");
        (await first.JsonAsync()).EnumerateArray().Select(session => session.Text("start_time")).ShouldBe(
            ["2025-09-27T00:40:00Z", "2025-09-27T00:15:00Z", "2025-09-26T23:50:00Z"]);
        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        (await client.GetAsync(next)).EnumerateArray().Select(session => session.Text("start_time")).ShouldBe(
            ["2025-09-26T23:25:00Z", "2025-09-26T23:00:00Z"]);
        (await client.GetAsync("/api/focus-sessions?from=2025-09-27&to=2025-09-27")).GetArrayLength().ShouldBe(2);
        (await client.GetAsync("/api/focus-sessions?to=2025-09-26T23:25:00Z")).GetArrayLength().ShouldBe(2);
        (await client.GetAsync("/api/focus-sessions?from=soon", HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("from", out _).ShouldBeTrue();
        await client.GetAsync("/api/focus-sessions?cursor=made-up", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_version_is_good_for_conditional_requests()
    {
        var session = await client.StartAsync(30);
        var path = $"/api/focus-sessions/{session.Text("session_id")}";
        var running = (await client.Person.GetAsync(path)).Headers.ETag!.ToString();
        (await client.Person.GetAsync(path, ("If-None-Match", running))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await client.PassAsync(1); // its remaining seconds have changed
        (await client.Person.GetAsync(path, ("If-None-Match", running))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await client.DoAsync("stop", session);
        var ended = (await client.Person.GetAsync(path)).Headers.ETag!.ToString();
        await client.PassAsync(1);
        (await client.Person.GetAsync(path, ("If-None-Match", ended))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await client.Person.SendAsync("DELETE", path, null, ("If-Match", running))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.Person.SendAsync("DELETE", path, null, ("If-Match", ended))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await client.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_open_session_cannot_be_deleted()
    {
        var session = await client.StartAsync(30);

        (await client.Person.SendAsync("DELETE", $"/api/focus-sessions/{session.Text("session_id")}", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_is_wrong_with_a_start_is_named()
    {
        var problem = await client.PostAsync(
            "/api/focus-sessions/start", new { duration_minutes = 481, session_type = "nap" }, HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["duration_minutes", "session_type"], ignoreOrder: true);
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_found()
    {
        var path = $"/api/focus-sessions/{(await client.StartAsync(30)).Text("session_id")}";
        var other = await client.App.RegisterAsync("bob@example.com");

        (await other.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostAsync(path + "/stop", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.SendAsync("DELETE", path, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.App.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
