using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Following;
using Focusflow.Functions.Foundation.Following;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Leaderboard;

/// <summary>Keeps the boards in line with what users do.</summary>
/// <param name="boards">Follows the change feed.</param>
/// <param name="log">Tells what was set aside.</param>
public sealed class LeaderboardRefresh(BoardFollower boards, ILogger<LeaderboardRefresh> log) : IRangeFollower
{
    /// <inheritdoc/>
    public FeedFollower Feed => boards.Feed;

    /// <summary>
    /// Applies what has changed since the last run, or has it done when that is more than one can do. The schedule is a setting: a
    /// plan that bills by the run wants it less often than a developer at the keyboard. Also sees to it that a week which is over
    /// gets turned.
    /// </summary>
    [Function("RefreshLeaderboard")]
    public async Task RunAsync(
        [TimerTrigger("%LeaderboardSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await boards.LookAsync(cancellation);
        await FinishAsync(result, client, cancellation);
        if (result.Followed.LeavesRest)
            await FollowOrchestration.StartAsync(client, Feed.Name, cancellation);
    }

    /// <inheritdoc/>
    public async Task<Followed> FollowRangeAsync(string range, DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await boards.FollowRangeAsync(range, cancellation);
        await FinishAsync(result, client, cancellation);
        return result.Followed;
    }

    private async Task FinishAsync(FollowResult result, DurableTaskClient client, CancellationToken cancellation)
    {
        log.SetAside(result.SetAside);
        foreach (var week in result.Due)
            await WeekTurnOrchestration.StartAsync(client, week, cancellation);
    }
}
