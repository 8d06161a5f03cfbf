using Focusflow.Core.Features.Challenges;
using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Challenges, points, the leaderboard and the shutdown ritual.</summary>
internal static class ChallengeCosts
{
    public const string Reflected = "with a note";
    public const string Counted = "counts for a challenge";
    public const string Nothing = "nothing new";
    public const string OneUser = "one user's progress";

    public static async Task MeasureAsync(CostMeter meter)
    {
        await meter.PrepareAsync("GET", "/challenges/week"); // the first one ever makes the catalogue
        await meter.CallAsync("GET", "/challenges/week");
        await meter.CallAsync("POST", $"/challenges/{DefaultChallenges.TaskFinisher}/join");
        await meter.PrepareAsync("POST", $"/challenges/{DefaultChallenges.BreakChampion}/join");
        await meter.CallAsync("DELETE", $"/challenges/{DefaultChallenges.BreakChampion}/leave");
        await meter.RunAsync("RefreshLeaderboard", null);
        await meter.RunAsync("RefreshLeaderboard", Nothing);

        var task = (await meter.PrepareAsync("POST", "/tasks", new { title = "Count this" })).Text("id");
        await meter.RunAsync("RefreshLeaderboard", "one change of something else");
        await meter.CallAsync("PUT", $"/tasks/{task}/complete", note: Counted);
        await meter.RunAsync("RefreshLeaderboard", OneUser);
        await meter.CallAsync("POST", $"/challenges/{DefaultChallenges.TaskFinisher}/progress?progress=2");
        await meter.CallAsync("GET", "/challenges/stats");
        await meter.CallAsync("GET", "/challenges/leaders", note: "one user");

        await meter.CallAsync("GET", "/dashboard/shutdown-summary");
        await meter.CallAsync("POST", "/dashboard/shutdown-reflection", new
        {
            productivity_rating = "good",
            reflection_note = "Good progress today, finished the most important tasks",
            mindful_disconnect_completed = new[] { true, true, false, true },
        }, note: Reflected);
        await meter.CallAsync("GET", "/dashboard/shutdown-history", note: "one");
    }
}
