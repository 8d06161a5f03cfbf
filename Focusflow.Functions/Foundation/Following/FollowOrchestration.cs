using Focusflow.Core.Foundation.Following;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Foundation.Following;

/// <summary>
/// A follower's ranges at the same time, on as many instances as the host runs. Started by the follower's timer when a look has
/// found news for several; for a single range there is none.
/// </summary>
/// <param name="followers">All who follow.</param>
public sealed class FollowOrchestration(IEnumerable<IRangeFollower> followers)
{
    private const string Name = "FollowRanges";
    private const string PlanName = "PlanFollowing";
    private const string RangeName = "FollowRange";
    private const string SettleName = "SettleFollowing";

    // The timer starts the next ones; until then those that have more need not wait for it.
    private const int MostRounds = 20;

    /// <summary>
    /// The orchestrator. A range that fails is left to the next round: the others are read all the same, and its checkpoint stays
    /// where it was.
    /// </summary>
    [Function(Name)]
    public static async Task FollowAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<FollowOrder>() ?? throw new InvalidOperationException("Who follows must be told.");
        var round = await context.CallPatientlyAsync<FollowRound>(PlanName, order.Follower);
        var results = await Task.WhenAll(round.Ranges.Select(range => FollowAsync(context, new RangeOrder(order.Follower, range))));
        if (results.All(result => result is { HasMore: false, LeavesRest: false }))
            await context.CallPatientlyAsync<bool>(SettleName, new SettleOrder(order.Follower, round));
        else if (order.Round < MostRounds && results.Any(result => result is { HasMore: true }))
            context.ContinueAsNew(order with { Round = order.Round + 1 });
    }

    /// <summary>Which ranges there are.</summary>
    [Function(PlanName)]
    public Task<FollowRound> PlanAsync([ActivityTrigger] string follower, CancellationToken cancellation) =>
        Find(follower).Feed.PlanAsync(cancellation);

    /// <summary>Reads a range.</summary>
    [Function(RangeName)]
    public Task<Followed> FollowRangeAsync(
        [ActivityTrigger] RangeOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Find(order.Follower).FollowRangeAsync(order.Range, client, cancellation);

    /// <summary>Notes that nothing is left.</summary>
    [Function(SettleName)]
    public async Task<bool> SettleAsync([ActivityTrigger] SettleOrder order, CancellationToken cancellation)
    {
        await Find(order.Follower).Feed.SettleAsync(order.Round, cancellation);
        return true;
    }

    /// <summary>Starts it, unless it is running.</summary>
    internal static Task StartAsync(DurableTaskClient client, string follower, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(Name, new FollowOrder(follower), $"follow-{follower}", cancellation);

    private static async Task<Followed?> FollowAsync(TaskOrchestrationContext context, RangeOrder order)
    {
        try
        {
            return await context.CallActivityAsync<Followed>(RangeName, order);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }

    private IRangeFollower Find(string follower) => followers.First(one => one.Feed.Name == follower);
}

/// <summary>Who shall follow.</summary>
/// <param name="Follower">The follower.</param>
/// <param name="Round">How many rounds came before.</param>
public sealed record FollowOrder(string Follower, int Round = 0);

/// <summary>A range to be read.</summary>
/// <param name="Follower">The follower.</param>
/// <param name="Range">The range.</param>
public sealed record RangeOrder(string Follower, string Range);

/// <summary>A round that has left nothing.</summary>
/// <param name="Follower">The follower.</param>
/// <param name="Round">The round.</param>
public sealed record SettleOrder(string Follower, FollowRound Round);
