using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Leaderboard;

/// <summary>Turns a week: one orchestration for each, whose activities can all be done again.</summary>
/// <param name="boards">Follows the change feed.</param>
/// <param name="turn">The steps of a turn.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="log">Tells what was set aside.</param>
public sealed class WeekTurnOrchestration(BoardFollower boards, WeeklyTurn turn, TimeProvider clock, ILogger<WeekTurnOrchestration> log)
{
    private const string Name = "TurnWeek";
    private const string RankShardName = "RankShard";
    private const string DrainName = "DrainBoardChanges";
    private const string FreezeName = "FreezeBoard";
    private const string RankPageName = "RankPage";
    private const string FinishName = "FinishWeek";
    private const int PagesAtATime = 100;

    // Schedules may fire a little early; the orchestration waits until the week is really over.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    /// <summary>Mondays at 12:00 UTC: starts the turn of the week that has ended everywhere, and of earlier ones that were missed.</summary>
    [Function("StartWeekTurn")]
    public async Task StartAsync(
        [TimerTrigger("0 0 12 * * 1")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (var week in await turn.DueAsync(clock.GetUtcNow() + Early, cancellation))
            await StartAsync(client, week, cancellation);
    }

    /// <summary>The orchestrator.</summary>
    [Function(Name)]
    public static async Task TurnAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var week = context.GetInput<string>() ?? throw new InvalidOperationException("A turn needs its week.");
        var end = IsoWeek.Parse(week).Closes.UtcDateTime;
        while (context.CurrentUtcDateTime < end)
            await context.CreateTimer(end, CancellationToken.None);

        TurnPlan plan;
        do
        {
            while (await context.CallPatientlyAsync<bool>(DrainName, week))
            {
                // There was more.
            }

            plan = await context.CallPatientlyAsync<TurnPlan>(FreezeName, week);
            var shards = plan.Shards.Select(shard => new TurnPage(week, shard, null));
            await Task.WhenAll(shards.Select(shard => context.CallSubOrchestratorAsync(RankShardName, shard)));
        }
        while (!await context.CallPatientlyAsync<bool>(FinishName, plan));
    }

    /// <summary>The orchestrator of one range of the board, so that no history grows with the number of users.</summary>
    [Function(RankShardName)]
    public static async Task RankShardAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var page = context.GetInput<TurnPage>() ?? throw new InvalidOperationException("A range of a turn needs its place.");
        for (var pages = 0; pages < PagesAtATime; pages++)
        {
            var continuation = await context.CallPatientlyAsync<string?>(RankPageName, page);
            if (continuation is null)
                return;
            page = page with { Continuation = continuation };
        }

        context.ContinueAsNew(page);
    }

    /// <summary>Applies what users did before the week was over; whether there is more to apply.</summary>
    [Function(DrainName)]
    public async Task<bool> DrainAsync([ActivityTrigger] string week, CancellationToken cancellation)
    {
        var result = await boards.FollowAsync(PagesAtATime, cancellation);
        log.SetAside(result.SetAside);
        return result.Followed.HasMore;
    }

    /// <summary>Freezes the board.</summary>
    [Function(FreezeName)]
    public Task<TurnPlan> FreezeAsync([ActivityTrigger] string week, CancellationToken cancellation) =>
        turn.FreezeAsync(IsoWeek.Parse(week), cancellation);

    /// <summary>Writes the final ranks of a page of users and tells them; where the next page continues.</summary>
    [Function(RankPageName)]
    public async Task<string?> RankPageAsync([ActivityTrigger] TurnPage page, CancellationToken cancellation)
    {
        var each = new EachByItself("weekly turn");
        var next = await turn.RankPageAsync(page, each, cancellation);
        log.SetAside(each.SetAside);
        return next;
    }

    /// <summary>Ends the turn and opens the next week; false when ranks have moved meanwhile.</summary>
    [Function(FinishName)]
    public Task<bool> FinishAsync([ActivityTrigger] TurnPlan plan, CancellationToken cancellation) =>
        turn.FinishAsync(plan, cancellation);

    /// <summary>Starts the turn of a week, unless it is running.</summary>
    internal static async Task StartAsync(DurableTaskClient client, IsoWeek week, CancellationToken cancellation)
    {
        var id = $"week-turn-{week}";
        if (await client.GetInstanceAsync(id, getInputsAndOutputs: false, cancellation) is { IsCompleted: false })
            return;
        await client.ScheduleOnceAsync(Name, week.ToString(), id, cancellation);
    }
}
