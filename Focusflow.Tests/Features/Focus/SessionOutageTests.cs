using System.Net;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

public sealed class SessionOutageTests
{
    [Fact]
    public async Task A_session_past_its_end_is_told_as_ended_while_nothing_can_be_written()
    {
        FaultyStore store = null!;
        await using var client = await FocusClient.StartAsync(
            "2025-10-06T06:00:00Z", options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });
        var session = await client.StartAsync(25);
        store.IsReadOnly = true;
        await client.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(30));

        var read = await client.ReadAsync(session);
        (read.Text("status"), read.Text("end_time")).ShouldBe(("completed", "2025-10-06T06:25:00Z"));
        read.GetProperty("actual_duration").GetInt32().ShouldBe(25);
        (await client.GetAsync("/api/current-session")).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await client.GetAsync("/api/focus-sessions"))[0].Text("status").ShouldBe("completed");
        (await client.GetAsync("/api/daily-summary")).GetProperty("total_focus_time").GetInt32().ShouldBe(1500);
        (await client.GetAsync("/api/notifications")).GetArrayLength().ShouldBe(0);

        // What would have to be written is refused, so that nothing of the end is lost with it.
        var path = $"/api/focus-sessions/{session.Text("session_id")}";
        (await client.Person.SendAsync("DELETE", path, null)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.Person.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })).StatusCode
            .ShouldBe(HttpStatusCode.ServiceUnavailable);

        store.IsReadOnly = false;
        await client.App.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await client.ReadAsync(session)).Text("end_time").ShouldBe("2025-10-06T06:25:00Z");
        (await client.GetAsync("/api/notifications")).EnumerateArray().Count(one => one.Text("kind") == "session_completed").ShouldBe(1);
        (await client.Person.SendAsync("DELETE", path, null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
