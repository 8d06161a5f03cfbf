using System.Text.Json;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Features.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>A week of three users over HTTP: joining, progress, the board, Monday's turn.</summary>
public sealed class WeekStoryTests
{
    [Fact]
    public async Task A_week_from_joining_to_the_result()
    {
        await using var team = await Team.StartAsync("2026-11-16T08:00:00Z");
        await team.JoinAsync("Sophie", "Max", "Eve");
        var finisher = await team.ChallengeAsync("Sophie", "Task Finisher");
        var sprint = await team.ChallengeAsync("Sophie", "Focus Sprint Master");
        foreach (var name in new[] { "Sophie", "Max", "Eve" })
            await team.PostAsync(name, $"/api/challenges/{finisher}/join");
        await team.PostAsync("Sophie", $"/api/challenges/{sprint}/join");

        await team.CompleteTasksAsync("Max", 15);
        await team.CompleteTasksAsync("Eve", 3);
        await team.UntilAsync("2026-11-16T08:00:01Z");
        (await team.BoardAsync("Sophie")).ShouldBe(["1 Max 75", "2 Sophie 0 me"]);

        // Ten sessions that end by themselves, with nobody connected.
        for (var i = 0; i < 10; i++)
        {
            var at = 9 + i;
            await team.UntilAsync($"2026-11-17T{at:D2}:00:00Z");
            await team.PostAsync("Sophie", "/api/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" }, System.Net.HttpStatusCode.Created);
        }

        await team.UntilAsync("2026-11-18T08:00:00Z");
        await team.CompleteTasksAsync("Sophie", 15);
        await team.UntilAsync("2026-11-18T08:00:01Z");
        (await team.BoardAsync("Max")).ShouldBe(["1 Sophie 150", "2 Max 75 me"]);
        var stats = await team.GetAsync("Sophie", "/api/challenges/stats");
        stats.GetProperty("total_points").GetInt32().ShouldBe(150);
        stats.GetProperty("challenges_done").GetInt32().ShouldBe(2);

        await team.UntilAsync("2026-11-23T00:00:10Z");
        (await team.BoardAsync("Max")).ShouldBe(["1 Max 0 me"], "his own week has turned");
        (await team.GetAsync("Max", "/api/notifications")).EnumerateArray()
            .ShouldAllBe(one => one.Text("kind") != "week_result", "it goes on elsewhere");
        await team.UntilAsync("2026-11-23T12:00:10Z");
        (await team.BoardAsync("Max", "?week=2026-W47")).ShouldBe(["1 Sophie 150", "2 Max 75 me"]);
        var result = (await team.GetAsync("Max", "/api/notifications")).EnumerateArray().Single(one => one.Text("kind") == "week_result");
        result.Text("message").ShouldBe("You finished 2nd of 2 with 75 points.");
        (await team.GetAsync("Eve", "/api/notifications")).EnumerateArray().ShouldAllBe(one => one.Text("kind") == "shutdown_reminder");
        (await team.GetAsync("Max", "/api/challenges/week")).EnumerateArray()
            .ShouldAllBe(challenge => challenge.GetProperty("status").ValueKind == JsonValueKind.Null && challenge.GetProperty("joined_count").GetInt32() == 0);
        (await team.GetAsync("Max", "/api/challenges/stats")).GetProperty("total_points").GetInt32().ShouldBe(75);
    }

    /// <summary>Two people on Monday, 09:00 UTC: in Auckland the week is long new, in Honolulu it is still Sunday.</summary>
    [Fact]
    public async Task Everybody_sees_the_board_of_their_own_week()
    {
        await using var team = await Team.StartAsync("2026-11-23T09:00:00Z");
        await team.JoinAsync("Ann", "Bob");
        await team.SendAsync("Ann", "PUT", "/api/users/settings", new { timezone = "Pacific/Auckland" });
        await team.SendAsync("Bob", "PUT", "/api/users/settings", new { timezone = "Pacific/Honolulu" });
        foreach (var name in new[] { "Ann", "Bob" })
        {
            await team.PostAsync(name, $"/api/challenges/{await team.ChallengeAsync(name, "Task Finisher")}/join");
            await team.CompleteTasksAsync(name, 15);
        }

        await team.UntilAsync("2026-11-23T09:00:02Z");
        (await team.BoardAsync("Ann")).ShouldBe(["1 Ann 75 me"]);
        (await team.BoardAsync("Bob")).ShouldBe(["1 Bob 75 me"]);
        (await team.BoardAsync("Ann", "?week=2026-W47")).ShouldBe(["1 Bob 75", "2 Ann 0 me"]);
        await team.GetAsync("Bob", "/api/challenges/leaders?week=2026-W48", System.Net.HttpStatusCode.UnprocessableEntity);

        await team.UntilAsync("2026-11-23T12:00:10Z");
        (await team.GetAsync("Bob", "/api/notifications")).EnumerateArray().Single(one => one.Text("kind") == "week_result")
            .Text("message").ShouldBe("You finished 1st of 1 with 75 points.");
        (await team.BoardAsync("Bob")).ShouldBe(["1 Ann 75", "2 Bob 0 me"]);
    }

    [Fact]
    public async Task A_turn_goes_on_after_the_app_was_killed_or_down_over_the_turn()
    {
        await using var team = await Team.StartAsync("2026-11-22T20:00:00Z");
        await team.JoinAsync("Ann", "Bob");
        foreach (var name in new[] { "Ann", "Bob" })
        {
            await team.PostAsync(name, $"/api/challenges/{await team.ChallengeAsync(name, "Task Finisher")}/join");
            await team.CompleteTasksAsync(name, 15);
        }

        await team.App.CrashAsync(downFor: TimeSpan.FromHours(18));
        await team.UntilAsync("2026-11-23T14:00:05Z");
        await team.App.CrashAsync();
        await team.UntilAsync("2026-11-23T14:01:00Z");
        foreach (var name in new[] { "Ann", "Bob" })
        {
            (await team.GetAsync(name, "/api/notifications")).EnumerateArray()
                .Count(one => one.Text("kind") == "week_result").ShouldBe(1);
        }
    }

    /// <summary>Every participant of last week asks for a part, so this week's board has five and the next one six.</summary>
    [Fact]
    public async Task A_week_in_parts_is_like_any_other()
    {
        await using var team = await Team.StartAsync(
            "2026-11-22T20:00:00Z", options => options with { Customize = builder => builder.Services.AddSingleton(new BoardRules(1)) });
        var store = team.App.Services.GetRequiredService<IDocumentStore>();
        await ChallengeBench.CrowdAsync(store, IsoWeek.Parse("2026-W46"), 5);
        string[] names = ["Ann", "Bob", "Cleo", "Dan", "Eve", "Fay"];
        await team.JoinAsync(names);
        var finisher = await team.ChallengeAsync("Ann", "Task Finisher");
        foreach (var name in names)
            await team.PostAsync(name, $"/api/challenges/{finisher}/join");
        await team.CompleteTasksAsync("Ann", 15);
        await team.UntilAsync("2026-11-22T20:00:01Z");
        await team.CompleteTasksAsync("Fay", 15);
        await team.UntilAsync("2026-11-22T20:00:05Z");
        (await store.ReadAsync<BoardHistogram>("2026-W47", BoardHistogram.FixedId))!.Parts.ShouldBe(5);
        (await team.BoardAsync("Bob")).ShouldBe(["1 Ann 75", "1 Fay 75", "3 Bob 0 me"]);
        foreach (var name in names)
        {
            var entry = (await team.GetAsync(name, "/api/users/me/export")).GetProperty("leaderboards").GetProperty("board_entry").EnumerateArray().ShouldHaveSingleItem();
            entry.Text("board").ShouldBe(BoardPart.First(IsoWeek.Parse("2026-W47"), 5).Of(team[name].Id).Name);
            (await team.GetAsync(name, "/api/challenges/week")).EnumerateArray().Single(one => one.Text("id") == finisher)
                .GetProperty("joined_count").GetInt32().ShouldBe(6);
        }

        await team.App.CrashAsync(downFor: TimeSpan.FromHours(18));
        await team.UntilAsync("2026-11-23T14:00:05Z");
        await team.App.CrashAsync();
        await team.UntilAsync("2026-11-23T14:01:00Z");
        foreach (var name in new[] { "Ann", "Fay" })
        {
            (await team.GetAsync(name, "/api/notifications")).EnumerateArray().Where(one => one.Text("kind") == "week_result")
                .ShouldHaveSingleItem().Text("message").ShouldBe("You finished 1st of 2 with 75 points.");
        }

        store = team.App.Services.GetRequiredService<IDocumentStore>();
        (await store.ReadAsync<BoardHistogram>("2026-W48", BoardHistogram.FixedId))!.Parts.ShouldBe(6, "as many as took part");
        await team.SendAsync("Fay", "DELETE", "/api/users/me", new { password = FocusflowTestApp.Password }, System.Net.HttpStatusCode.NoContent);
        (await team.BoardAsync("Ann", "?week=2026-W47")).ShouldBe(["1 Ann 75 me"]);
        (await StoredTexts.MentioningAsync(store, team["Fay"].Id)).ShouldBeEmpty();
    }
}
