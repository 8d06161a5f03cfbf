using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Leaderboard;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

/// <summary>What a ritual filled in late, and settings changed later, do to streak and mean time.</summary>
public sealed class EveningTests
{
    [Fact]
    public async Task A_ritual_filled_in_the_next_morning_says_nothing_about_when_work_ended()
    {
        await using var team = await Team.StartAsync("2026-11-16T18:00:00Z");
        await team.JoinAsync("Ann");
        await CloseAsync(team, "2026-11-16");
        await team.UntilAsync("2026-11-18T09:00:00Z");
        await CloseAsync(team, "2026-11-17");
        (await MeanAsync(team)).ShouldBe("18:00");
        await team.UntilAsync("2026-11-19T02:00:00Z"); // after midnight, but of the evening
        await CloseAsync(team, "2026-11-18");
        (await MeanAsync(team)).ShouldBe("22:00");
        await team.UntilAsync("2026-11-19T06:00:00.001Z");
        await CloseAsync(team, "2026-11-18");
        (await MeanAsync(team)).ShouldBe("22:00", "the evening has told already");
        (await team.GetAsync("Ann", "/api/challenges/stats")).GetProperty("shutdown_streak").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Taking_a_weekday_out_of_the_work_days_mends_no_streak_of_the_past()
    {
        await using var team = await Team.StartAsync("2026-11-16T18:00:00Z");
        await team.JoinAsync("Ann");
        await CloseAsync(team, "2026-11-16");
        await team.UntilAsync("2026-11-18T18:00:00Z"); // Tuesday was a work day, and missed
        await CloseAsync(team, "2026-11-18");
        (await StreakAsync(team)).ShouldBe(1);
        await team.SendAsync("Ann", "PUT", "/api/users/settings", new { work_days = new[] { "mon", "wed", "thu" } });
        (await StreakAsync(team)).ShouldBe(1);
        (await team.GetAsync("Ann", "/api/dashboard/shutdown-summary")).GetProperty("shutdownStreak").GetInt32().ShouldBe(1);

        await team.UntilAsync("2026-11-19T18:00:00Z");
        await CloseAsync(team, "2026-11-19");
        await team.UntilAsync("2026-11-23T18:00:00Z"); // Friday is a day off by now
        await CloseAsync(team, "2026-11-23");
        (await StreakAsync(team)).ShouldBe(3);
        await team.SendAsync("Ann", "PUT", "/api/users/settings", new { work_days = new[] { "mon", "tue", "wed", "thu", "fri" } });
        (await StreakAsync(team)).ShouldBe(3, "that Friday was a day off");
    }

    private static Task CloseAsync(Team team, string day) =>
        team.PostAsync("Ann", "/api/dashboard/shutdown-reflection", new { productivity_rating = "good", shutdown_date = day });

    private static async Task<string> MeanAsync(Team team) => (await team.GetAsync("Ann", "/api/challenges/stats")).Text("avg_shutdown_time");

    private static async Task<int> StreakAsync(Team team) =>
        (await team.GetAsync("Ann", "/api/challenges/stats")).GetProperty("shutdown_streak").GetInt32();
}
