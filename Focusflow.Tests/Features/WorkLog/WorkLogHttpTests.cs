using System.Text.Json;
using System.Net;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.WorkLog;

public sealed class WorkLogHttpTests : IAsyncLifetime
{
    private FocusClient client = null!;

    public async ValueTask InitializeAsync() => client = await FocusClient.StartAsync("2025-09-26T09:00:00Z");

    public ValueTask DisposeAsync() => client.DisposeAsync();

    [Fact]
    public async Task The_dashboard_clocks_in_and_out()
    {
        await client.GetAsync("/api/dashboard/current-session", HttpStatusCode.NotFound);
        await client.GetAsync("/api/dashboard/last-session", HttpStatusCode.NotFound);

        var work = await client.PostAsync("/api/dashboard/clock-in", null, HttpStatusCode.Created);
        work.ShouldHold($$"""
            {
              "session_id": "{{work.Text("session_id")}}",
              "user_id": "{{client.Person.Id}}",
              "start_time": "2025-09-26T09:00:00Z",
              "end_time": null,
              "type": "work",
              "date": "2025-09-26T00:00:00Z"
            }
            """);
        (await client.PostAsync("/api/dashboard/clock-in", null, HttpStatusCode.Conflict)).Text("detail").ShouldBe("You are clocked in already. Clock out first.");
        (await client.GetAsync("/api/dashboard/current-session")).ShouldHold(work.GetRawText());

        await client.PassAsync(8 * 60);
        (await client.PostAsync("/api/dashboard/clock-out")).ShouldHold($$"""
            {"session_id": "{{work.Text("session_id")}}", "end_time": "2025-09-26T17:00:00Z", "type": "work"}
            """);
        await client.PostAsync("/api/dashboard/clock-out", null, HttpStatusCode.Conflict);
        await client.GetAsync("/api/dashboard/current-session", HttpStatusCode.NotFound);
        (await client.GetAsync("/api/dashboard/last-session")).Text("session_id").ShouldBe(work.Text("session_id"));
    }

    [Fact]
    public async Task The_time_tracker_logs_breaks_within_work()
    {
        await client.PostAsync("/api/time-logs/start-break", null, HttpStatusCode.Conflict);
        await client.PostAsync("/api/time-logs/start-work", null, HttpStatusCode.Created);
        await client.PassAsync(60);
        var pause = await client.PostAsync("/api/time-logs/start-break", null, HttpStatusCode.Created);
        pause.Text("type").ShouldBe("break");
        (await client.GetAsync("/api/time-logs/current")).Text("session_id").ShouldBe(pause.Text("session_id"));
        await client.PostAsync("/api/time-logs/start-break", null, HttpStatusCode.Conflict);
        await client.PassAsync(15);
        (await client.PostAsync("/api/time-logs/end-break")).Text("end_time").ShouldBe("2025-09-26T10:15:00Z");
        await client.PostAsync("/api/time-logs/end-break", null, HttpStatusCode.Conflict);
        await client.PostAsync("/api/time-logs/end-work");

        (await client.GetAsync("/api/time-logs/?from=2025-09-26")).EnumerateArray().Select(entry => entry.Text("type")).ShouldBe(["break", "work"]);
        (await client.GetAsync("/api/time-logs?from=2025-09-27")).GetArrayLength().ShouldBe(0);
        (await client.GetAsync("/api/time-logs/current")).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Work_and_focus_sessions_may_be_open_together()
    {
        await client.PostAsync("/api/time-logs/start-work", null, HttpStatusCode.Created);
        await client.StartAsync(30);
        await client.PassAsync(30);
        await client.PostAsync("/api/time-logs/end-work");

        (await client.GetAsync("/api/daily-summary")).ShouldHold("""{"total_focus_time": 1800}""");
    }

    [Fact]
    public void Every_route_of_the_time_tracker_is_there_and_none_can_be_mistaken_for_another()
    {
        var routes = client.App.HttpFunctions.SelectMany(function => function.Methods.Select(method => $"{method} /{function.Route}")).ToList();

        foreach (var route in new[]
        {
            "POST /api/focus-sessions/start", "POST /api/focus-sessions/{id:guid}/complete", "POST /api/focus-sessions/{id:guid}/stop",
            "POST /api/focus-sessions/{id:guid}/pause", "POST /api/focus-sessions/{id:guid}/resume", "GET /api/focus-sessions/{id:guid}",
            "GET /api/focus-sessions", "DELETE /api/focus-sessions/{id:guid}", "GET /api/current-session", "GET /api/daily-summary",
            "GET /api/weekly-summary", "GET /api/monthly-summary", "POST /api/time-logs/start-work", "POST /api/time-logs/end-work",
            "POST /api/time-logs/start-break", "POST /api/time-logs/end-break", "GET /api/time-logs", "GET /api/time-logs/current",
            "POST /api/dashboard/clock-in", "POST /api/dashboard/clock-out", "GET /api/dashboard/current-session", "GET /api/dashboard/last-session",
        })
        {
            routes.ShouldContain(route);
        }
    }
}
