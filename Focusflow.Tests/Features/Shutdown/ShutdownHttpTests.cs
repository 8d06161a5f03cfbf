using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Leaderboard;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

public sealed class ShutdownHttpTests
{
    /// <summary>The day of the example: 3 of 5 tasks done, 7 hours of focus, the fifth day in a row, clocked out at 18:30.</summary>
    [Fact]
    public async Task The_summary_of_the_requirements_word_for_word()
    {
        await using var team = await Team.StartAsync("2025-09-22T08:00:00Z");
        await team.JoinAsync("Ann");
        foreach (var day in new[] { "22", "23", "24", "25" })
        {
            await team.UntilAsync($"2025-09-{day}T18:00:00Z");
            await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "good" });
        }

        await team.UntilAsync("2025-09-26T08:00:00Z");
        await team.PostAsync("Ann", "/api/dashboard/clock-in", null, HttpStatusCode.Created);
        foreach (var title in new[] { "Plan", "Mail", "Write tests", "Fix bugs", "Review PR" })
        {
            var task = await team.PostAsync("Ann", "/api/tasks/", new { title, due_date = "2025-09-26T17:00:00Z" }, HttpStatusCode.Created);
            if (title is "Fix bugs" or "Review PR" or "Mail")
                await team.SendAsync("Ann", "PUT", $"/api/tasks/{task.Text("id")}/complete");
            await team.UntilAsync(team.App.Clock.GetUtcNow().AddMinutes(1).ToString("O"));
        }

        await team.PostAsync("Ann", "/api/focus-sessions/start", new { duration_minutes = 420 }, HttpStatusCode.Created);
        await team.UntilAsync("2025-09-26T18:30:00Z");
        await team.PostAsync("Ann", "/api/dashboard/clock-out");
        await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "good" });

        var summary = await team.GetAsync("Ann", "/api/dashboard/shutdown-summary");
        summary.GetRawText().ShouldBe(
            """{"tasksCompleted":3,"tasksTotal":5,"pendingTasks":2,"todayTasks":[{"name":"Review PR","completed":true},{"name":"Fix bugs","completed":true},{"name":"Write tests","completed":false},{"name":"Mail","completed":true},{"name":"Plan","completed":false}],"focusTime":420,"focusGoal":480,"shutdownStreak":5,"pointsEarned":35,"clockedOutTime":"18:30"}""");
    }

    [Fact]
    public async Task A_second_reflection_of_a_day_replaces_the_first_under_the_same_id()
    {
        await using var team = await Team.StartAsync("2025-09-26T18:30:00Z");
        await team.JoinAsync("Ann");
        var first = await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new
        {
            productivity_rating = "good",
            reflection_note = "Good progress today, finished most important tasks",
            mindful_disconnect_completed = new[] { true, true, false, true },
            session_id = "optional-session-id",
        });
        first.EnumerateObject().Select(property => property.Name).ShouldBe([
            "id", "productivity_rating", "reflection_note", "mindful_disconnect_completed", "created_at", "shutdown_date"]);
        Guid.TryParse(first.Text("id"), out _).ShouldBeTrue();
        first.Text("created_at").ShouldBe("2025-09-26T18:30:00Z");
        first.Text("shutdown_date").ShouldBe("2025-09-26T18:30:00Z");

        await team.UntilAsync("2025-09-26T20:00:00Z");
        var second = await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "tough" });
        second.Text("id").ShouldBe(first.Text("id"));
        second.Text("created_at").ShouldBe("2025-09-26T18:30:00Z");
        second.Text("shutdown_date").ShouldBe("2025-09-26T20:00:00Z");

        await team.UntilAsync("2025-09-27T00:10:00Z");
        var yesterday = await team.PostAsync(
            "Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "okay", shutdown_date = "2025-09-26" });
        yesterday.Text("id").ShouldBe(first.Text("id"));
        yesterday.Text("shutdown_date").ShouldBe("2025-09-26T23:59:59.999Z");
        await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "okay" });

        var history = await team.GetAsync("Ann", "/api/dashboard/shutdown-history");
        history.EnumerateArray().Select(one => one.Text("shutdown_date")).ShouldBe(["2025-09-27T00:10:00Z", "2025-09-26T23:59:59.999Z"]);
        (await team.GetAsync("Ann", "/api/dashboard/shutdown-history?limit=1")).GetArrayLength().ShouldBe(1);
        await team.GetAsync("Ann", "/api/dashboard/shutdown-history?limit=0", HttpStatusCode.UnprocessableEntity);
        await team.GetAsync("Ann", "/api/dashboard/shutdown-history?cursor=nonsense", HttpStatusCode.BadRequest);
    }

    /// <summary>Missing, null, or with nothing in it to be seen.</summary>
    [Theory]
    [InlineData("""{"productivity_rating": "good"}""")]
    [InlineData("""{"productivity_rating": "good", "reflection_note": null}""")]
    [InlineData("""{"productivity_rating": "good", "reflection_note": ""}""")]
    [InlineData("""{"productivity_rating": "good", "reflection_note": " \n\t "}""")]
    [InlineData("""{"productivity_rating": "good", "reflection_note": "\u200b"}""")]
    public async Task Whoever_wants_to_write_a_note_each_day_closes_none_without(string without)
    {
        await using var team = await Team.StartAsync("2025-09-26T18:30:00Z");
        await team.JoinAsync("Ann");
        await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", JsonElement.Parse(without));
        await team.SendAsync("Ann", "PUT", "/api/users/settings", new { shutdown_reflection_required = true });

        var refused = await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", JsonElement.Parse(without), HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("errors").GetRawText().ShouldBe(
            """{"reflection_note":["reflection_note is required: your setting shutdown_reflection_required asks for a note with every reflection."]}""");
        await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "good", reflection_note = "." });
        (await team.GetAsync("Ann", "/api/dashboard/shutdown-history"))[0].Text("reflection_note").ShouldBe(".");
        foreach (var wrong in (string[])["""{"productivity_rating": "good", "reflection_note": 7}""", """{"productivity_rating": "good", "reflection_note": ["a"]}"""])
            (await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", JsonElement.Parse(wrong), HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("reflection_note", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_reflection_takes_one_question_and_one_commit()
    {
        await using var team = await Team.StartAsync("2025-09-26T18:30:00Z");
        await team.JoinAsync("Ann");
        var reflections = team.App.Services.GetRequiredService<ReflectionCommands>();
        (await TripsAsync("Good")).ShouldBe((0, 1, 1)); // the day, all days, the numbers of the month, challenges
        (await TripsAsync(null)).ShouldBe((0, 1, 1)); // and the setting that asks for a note

        async Task<(int Reads, int Queries, int Commits)> TripsAsync(string? note)
        {
            var usage = StoreUsage.Begin();
            (await reflections.SendAsync(team["Ann"].Id, UserCalendar.Utc, new ReflectionFields("good", note, [], null, null))).Problem.ShouldBeNull();
            return (usage.Reads, usage.Queries, usage.Commits);
        }
    }

    [Fact]
    public async Task History_is_told_page_by_page_the_latest_day_first()
    {
        await using var team = await Team.StartAsync("2025-09-01T12:00:00Z");
        await team.JoinAsync("Ann");
        for (var day = 1; day <= 7; day++)
        {
            await team.UntilAsync($"2025-09-{day:D2}T18:00:00Z");
            await team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "great", reflection_note = $"Day {day}" });
        }

        var person = new Person(team.App, await (await team.App.LoginAsync("Ann@example.com")).JsonAsync());
        var notes = new List<string>();
        var next = "/api/dashboard/shutdown-history?limit=3";
        while (next is not null)
        {
            var response = await person.GetAsync(next);
            notes.AddRange((await response.JsonAsync()).EnumerateArray().Select(one => one.Text("reflection_note")));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        notes.ShouldBe(Enumerable.Range(1, 7).Reverse().Select(day => $"Day {day}"));
    }

    [Fact]
    public async Task The_summary_takes_three_reads_however_much_there_is()
    {
        await using var team = await Team.StartAsync("2025-09-26T08:00:00Z");
        await team.JoinAsync("Ann");
        for (var i = 0; i < 30; i++)
            await team.PostAsync("Ann", "/api/tasks/", new { title = $"Task {i}", due_date = "2025-09-20T08:00:00Z" }, HttpStatusCode.Created);
        var reader = team.App.Services.GetRequiredService<ShutdownDayReader>();
        var me = (await team.GetAsync("Ann", "/api/auth/user")).Text("id");
        var usage = StoreUsage.Begin();
        var day = await reader.ReadAsync(new Caller(me, "", UserCalendar.Utc));
        day.Tasks.Count.ShouldBe(30);
        (usage.Reads + usage.Queries, usage.Commits).ShouldBe((3, 0));
    }
}
