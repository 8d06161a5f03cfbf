using Focusflow.Tests.Features.Accounts;

namespace Focusflow.Tests.Costs.Scenarios;

/// <summary>Focus sessions, their wake-ups, the work log, summaries and the dashboard.</summary>
internal static class FocusCosts
{
    public const string LengthSent = "with a length";
    public const string Ends = "a session ends by itself, no challenge joined";

    public static async Task MeasureAsync(CostMeter meter)
    {
        await MeasureSessionsAsync(meter);
        await meter.CallAsync("POST", "/time-logs/start-work");
        await meter.CallAsync("POST", "/time-logs/start-break");
        await meter.CallAsync("GET", "/time-logs/current", note: "on a break");
        await meter.CallAsync("POST", "/time-logs/end-break");
        await meter.CallAsync("POST", "/time-logs/end-work");
        await meter.CallAsync("POST", "/dashboard/clock-in");
        await meter.CallAsync("GET", "/dashboard/current-session", note: "at work");
        await meter.CallAsync("POST", "/dashboard/clock-out");
        await meter.CallAsync("GET", "/dashboard/last-session");
        await meter.CallAsync("GET", "/time-logs", note: "3 entries");
        await meter.CallAsync("GET", "/daily-summary");
        await meter.CallAsync("GET", "/weekly-summary");
        await meter.CallAsync("GET", "/monthly-summary");
        await meter.CallAsync("GET", "/dashboard/data");
        await MeasureInsightsAsync(meter);
    }

    /// <summary>The first look counts what there is; the second is what a look costs.</summary>
    private static async Task MeasureInsightsAsync(CostMeter meter)
    {
        await meter.CallAsync("POST", "/insights/recount", note: "of a few days");
        await meter.PrepareAsync("GET", "/insights");
        await meter.CallAsync("GET", "/insights?from=2026-01-01&to=2026-12-31", note: "a year in which a month was busy");
        await meter.CallAsync("GET", "/insights/heatmap.svg");
        await meter.CallAsync("GET", "/insights/focus.svg");
    }

    /// <summary>Leaves no session behind, so that the lists after it are as long as without it.</summary>
    private static async Task MeasureEarlierNamesAsync(CostMeter meter)
    {
        var pause = (await meter.CallAsync("POST", "/break-sessions/start", new { planned_duration = 5 })).Text("session_id");
        await meter.CallAsync("POST", $"/break-sessions/{pause}/pause");
        await meter.CallAsync("POST", $"/break-sessions/{pause}/resume");
        await meter.CallAsync("POST", $"/break-sessions/{pause}/end", note: TaskCosts.NoChallenge);
        var session = (await meter.PrepareAsync("POST", "/focus-sessions/start", new { planned_duration = 25 })).Text("session_id");
        await meter.CallAsync("POST", $"/focus-sessions/{session}/end", note: TaskCosts.NoChallenge);
        foreach (var ended in new[] { pause, session })
            await meter.PrepareAsync("DELETE", $"/focus-sessions/{ended}");
        await meter.CallAsync("GET", "/time-logs/daily-summary");
    }

    private static async Task MeasureSessionsAsync(CostMeter meter)
    {
        await meter.CallAsync("GET", "/current-session", note: "none");
        var session = (await meter.CallAsync("POST", "/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" }, note: LengthSent)).Text("session_id");
        await meter.CallAsync("GET", "/current-session", note: "one");
        await meter.CallAsync("GET", $"/focus-sessions/{session}");
        await meter.CallAsync("POST", $"/focus-sessions/{session}/pause");
        await meter.CallAsync("POST", $"/focus-sessions/{session}/resume");
        await meter.CallAsync("POST", $"/focus-sessions/{session}/complete", note: TaskCosts.NoChallenge);
        var stopped = (await meter.PrepareAsync("POST", "/focus-sessions/start", new { duration_minutes = 25, session_type = "focus" })).Text("session_id");
        await meter.CallAsync("POST", $"/focus-sessions/{stopped}/stop");
        await meter.CallAsync("DELETE", $"/focus-sessions/{stopped}");
        var unsaid = (await meter.CallAsync("POST", "/focus-sessions/start", new { session_type = "break", pomodoro = true }, note: "a break as long as the settings say")).Text("session_id");
        await meter.PrepareAsync("POST", $"/focus-sessions/{unsaid}/stop");
        await meter.PrepareAsync("DELETE", $"/focus-sessions/{unsaid}");
        await MeasureEarlierNamesAsync(meter);

        await meter.ToSecondAsync(5);
        await meter.RunAsync("SweepFocusSessions", ChallengeCosts.Nothing);
        await meter.PrepareAsync("POST", "/focus-sessions/start", new { duration_minutes = 1, session_type = "focus" });
        await meter.PassAsync(TimeSpan.FromSeconds(59));
        await meter.PassAsync("FocusSessionWakeUp", TimeSpan.FromSeconds(3), Ends);
        await meter.SignInAsync(AccountCosts.Email);
        await meter.CallAsync("GET", "/focus-sessions", note: "2 sessions");
    }
}
