using Focusflow.Core.Features.Leaderboard;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Leaderboard;

/// <summary>Keeps the boards in line with what users do.</summary>
/// <param name="boards">Follows the change feed.</param>
/// <param name="log">Tells what was set aside.</param>
public sealed class LeaderboardRefresh(BoardFollower boards, ILogger<LeaderboardRefresh> log)
{
    // A run must end before the host's time limit; what is left waits for the next one.
    private const int MostPages = 100;

    /// <summary>
    /// Applies what has changed since the last run. The schedule is a setting: a plan that bills by the run wants it less
    /// often than a developer at the keyboard. Also sees to it that a week which is over gets turned.
    /// </summary>
    [Function("RefreshLeaderboard")]
    public async Task RunAsync(
        [TimerTrigger("%LeaderboardSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await boards.FollowAsync(MostPages, cancellation);
        log.SetAside(result.SetAside);
        foreach (var week in result.Due)
            await WeekTurnOrchestration.StartAsync(client, week, cancellation);
    }
}
