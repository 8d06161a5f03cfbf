using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Challenges;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Leaderboard;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

public sealed class ChallengeHttpTests
{
    private const string Now = "2026-11-18T10:00:00Z";

    [Fact]
    public async Task The_answers_have_the_fields_of_the_requirements()
    {
        await using var team = await Team.StartAsync(Now);
        await team.JoinAsync("Ann");

        var stats = await team.GetAsync("Ann", "/api/challenges/stats");
        stats.GetRawText().ShouldBe("""{"total_points":0,"totalPoints":0,"challenges_done":0,"challengesDone":0,"shutdown_streak":0,"shutdownStreak":0,"avg_shutdown_time":"0:00","avgShutdownTime":"0:00"}""");

        var joined = await team.PostAsync("Ann", $"/api/challenges/{DefaultChallenges.HealthyBoundaries}/join");
        var week = await team.GetAsync("Ann", "/api/challenges/week");
        week.GetArrayLength().ShouldBe(4);
        foreach (var challenge in new[] { joined, week[0] })
        {
            Names(challenge).ShouldBe([
                "id", "name", "description", "points", "challenge_type", "target_value", "duration_days", "is_active", "created_at",
                "joined_count", "joinedCount", "joined_avatars", "joinedAvatars", "progress", "total", "status"]);
            challenge.Text("id").ShouldBe(DefaultChallenges.HealthyBoundaries);
            challenge.Text("name").ShouldBe("Healthy Boundaries");
            challenge.Text("description").ShouldBe("Log off before 5pm for 5 days");
            challenge.Text("challenge_type").ShouldBe("shutdown");
            challenge.Text("created_at").ShouldEndWith("Z");
            challenge.Text("status").ShouldBe("in_progress");
            (challenge.GetProperty("points").GetInt32(), challenge.GetProperty("target_value").GetInt32(), challenge.GetProperty("duration_days").GetInt32())
                .ShouldBe((75, 5, 7));
            (challenge.GetProperty("progress").GetInt32(), challenge.GetProperty("total").GetInt32()).ShouldBe((0, 5));
            challenge.GetProperty("joined_count").GetInt32().ShouldBe(1);
            challenge.GetProperty("joinedCount").GetInt32().ShouldBe(1);
            challenge.GetProperty("joinedAvatars").GetRawText().ShouldBe(challenge.GetProperty("joined_avatars").GetRawText());
            challenge.GetProperty("joined_avatars")[0].GetString()!.ShouldContain("/api/avatars/");
        }

        week[1].GetProperty("status").ValueKind.ShouldBe(JsonValueKind.Null);
        var leaders = await team.GetAsync("Ann", "/api/challenges/leaders");
        Names(leaders[0]).ShouldBe(["rank", "name", "avatar", "points", "is_current_user", "isCurrentUser"]);

        leaders[0].GetProperty("isCurrentUser").GetBoolean().ShouldBeTrue();

        var left = await team.SendAsync("Ann", "DELETE", $"/api/challenges/{DefaultChallenges.HealthyBoundaries}/leave");
        left.GetRawText().ShouldBe("""{"message":"Successfully left challenge"}""");
    }

    [Fact]
    public async Task What_cannot_be_done_is_400_and_says_why()
    {
        await using var team = await Team.StartAsync(Now);
        await team.JoinAsync("Ann");
        await team.PostAsync("Ann", $"/api/challenges/{DefaultChallenges.TaskFinisher}/join");
        var detail = await team.PostAsync("Ann", $"/api/challenges/{DefaultChallenges.TaskFinisher}/join", null, HttpStatusCode.BadRequest);
        detail.Text("detail").ShouldBe("Already participating in this challenge");
        foreach (var id in new[] { "no-such", Guid.NewGuid().ToString(), "%2F", "..%5C" })
            (await team.PostAsync("Ann", $"/api/challenges/{id}/join", null, HttpStatusCode.BadRequest)).Text("detail").ShouldBe("Challenge not found");
        (await team.SendAsync("Ann", "DELETE", $"/api/challenges/{DefaultChallenges.BreakChampion}/leave", null, HttpStatusCode.BadRequest))
            .Text("detail").ShouldBe("Not participating in this challenge");

        foreach (var query in new[] { "?limit=0", "?limit=101", "?limit=ten", "?week=2026-W48", "?week=2026-W54", "?week=last" })
            await team.GetAsync("Ann", "/api/challenges/leaders" + query, HttpStatusCode.UnprocessableEntity);
        (await team.BoardAsync("Ann", "?week=2026-W46&limit=100")).ShouldBe(["1 Ann 0 me"]);
    }

    [Fact]
    public async Task Progress_is_for_other_services_and_needs_the_function_key_besides_the_token()
    {
        await using var team = await Team.StartAsync(Now);
        await team.JoinAsync("Ann");
        await team.PostAsync("Ann", $"/api/challenges/{DefaultChallenges.FocusSprintMaster}/join");
        var path = $"/api/challenges/{DefaultChallenges.FocusSprintMaster}/progress";
        (string, string) key = ("x-functions-key", team.App.FunctionKey);

        await team.PostAsync("Ann", path + "?progress=3", null, HttpStatusCode.Unauthorized);
        using var anonymous = new HttpRequestMessage(HttpMethod.Post, path + "?progress=3");
        anonymous.Headers.Add("x-functions-key", team.App.FunctionKey);
        (await team.App.Client.SendAsync(anonymous)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await ReportAsync("?progress=3")).GetRawText().ShouldBe("""{"message":"Progress updated successfully"}""");
        await ReportAsync("?progress=2");
        await ReportAsync("?progress=-5");
        (await ProgressAsync()).ShouldBe((3, "in_progress"));
        await ReportAsync("?progress=99");
        (await ProgressAsync()).ShouldBe((10, "completed"));
        await ReportAsync("", HttpStatusCode.UnprocessableEntity);
        await ReportAsync("?progress=many", HttpStatusCode.UnprocessableEntity);
        await ReportAsync("?progress=1&progress=2", HttpStatusCode.UnprocessableEntity);
        (await team.GetAsync("Ann", "/api/challenges/stats")).GetProperty("total_points").GetInt32().ShouldBe(75);

        Task<JsonElement> ReportAsync(string query, HttpStatusCode expect = HttpStatusCode.OK) =>
            team.SendAsync("Ann", "POST", path + query, null, expect, key);
        async Task<(int, string)> ProgressAsync()
        {
            var challenge = (await team.GetAsync("Ann", "/api/challenges/week"))[1];
            return (challenge.GetProperty("progress").GetInt32(), challenge.Text("status"));
        }
    }

    [Fact]
    public async Task The_rules_against_farming_are_settings()
    {
        await using var team = await Team.StartAsync(Now, ("Focusflow:Challenges:MinimumFocusMinutes", "0"));
        await team.JoinAsync("Ann");
        await team.PostAsync("Ann", $"/api/challenges/{DefaultChallenges.FocusSprintMaster}/join");
        var session = await team.PostAsync("Ann", "/api/focus-sessions/start", new { duration_minutes = 1 }, HttpStatusCode.Created);
        await team.PostAsync("Ann", $"/api/focus-sessions/{session.Text("session_id")}/complete");
        (await team.GetAsync("Ann", "/api/challenges/week"))[1].GetProperty("progress").GetInt32().ShouldBe(1);

        var error = await Should.ThrowAsync<Exception>(() => Team.StartAsync(Now, ("Focusflow:Challenges:MinimumBreakMinutes", "soon")));
        error.ToString().ShouldContain("Focusflow:Challenges:MinimumBreakMinutes");
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
