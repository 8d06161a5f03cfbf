using System.Diagnostics;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Scale;

/// <summary>So many users in a store, and the board of their week.</summary>
/// <param name="Users">How many.</param>
internal sealed record World(int Users)
{
    private const int AtOnce = 256;
    private const int Rounds = 1000;

    private static readonly (string Timer, string Follower)[] Followers = [("RefreshLeaderboard", "leaderboard"), ("DispatchWebhooks", "webhooks")];

    /// <summary>When all is written and followed: a Wednesday before anybody works, seven seconds after a full minute.</summary>
    public static DateTimeOffset Written { get; } = new(2026, 11, 18, 6, 0, 7, TimeSpan.Zero);

    /// <summary>How many documents lie in users' partitions.</summary>
    public int Documents { get; private set; }

    /// <summary>The size of one user's documents as JSON, in bytes.</summary>
    public double BytesOfUser { get; private set; }

    /// <summary>How long writing took.</summary>
    public TimeSpan WritingTook { get; private set; }

    /// <summary>How long the boards took to follow.</summary>
    public TimeSpan FollowingTook { get; private set; }

    /// <summary>What following asked of the store.</summary>
    public StoreCalls? Following { get; private set; }

    /// <summary>By how many ranges the boards followed at the end.</summary>
    public int Ranges { get; private set; }

    /// <summary>Writes the users, each in one transaction, as it would be if they had lived until now.</summary>
    public async Task WriteAsync(CostMeter meter)
    {
        var (store, began) = (StoreOf(meter), Stopwatch.GetTimestamp());
        var documents = 0;
        var shutdown = new DateTimeOffset(Written.Date.AddDays(28).AddHours(17), TimeSpan.Zero); // after all that is measured
        await Parallel.ForEachAsync(Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var inhabitant = new Inhabitant(number);
            foreach (var identity in inhabitant.Identities())
                Check(await new WriteSet(Containers.Identities, identity.Id).Create(identity).CommitAsync(store));
            var writes = inhabitant.Documents(shutdown);
            Check(await writes.CommitAsync(store));
            Interlocked.Add(ref documents, writes.Count);
        });
        (Documents, WritingTook) = (documents, Stopwatch.GetElapsedTime(began));
        BytesOfUser = await BytesOfAsync(store, new Inhabitant(0).UserId);
    }

    /// <summary>The size of all documents of a user as JSON, in bytes.</summary>
    public static async Task<double> BytesOfAsync(IDocumentStore store, string userId)
    {
        var (bytes, query) = (0L, new DocumentQuery(Containers.UserData, userId) { Limit = DocumentQuery.MaxLimit });
        do
        {
            var page = await store.QueryAsync(query);
            bytes += page.Documents.Sum(document => (long)document.Json.Length);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return bytes;
    }

    /// <summary>
    /// Has the app's own timers follow what was written, by as many ranges as it takes, until nothing is left and the ranges have
    /// become one again. Throws when the board is not that of the users.
    /// </summary>
    public async Task FollowAsync(CostMeter meter)
    {
        var store = StoreOf(meter);
        var (before, began) = (meter.Calls, Stopwatch.GetTimestamp());
        await FollowAsync(meter, Followers[0].Timer, Followers[0].Follower);
        (FollowingTook, Following) = (Stopwatch.GetElapsedTime(began), meter.Calls - before);
        Ranges = (await store.QueryAsync(new DocumentQuery(Containers.Followers, Followers[0].Follower))).Documents.Count;

        await CatchUpAsync(meter);
        var histogram = (await store.ReadAsync<BoardHistogram>(Inhabitant.Week.ToString(), BoardHistogram.FixedId))!;
        var above = Inhabitant.Above(Users);
        if (histogram.RankedUsers != Users || histogram.Counts.Any(count => histogram.RankOf(count.Points) != above(count.Points) + 1))
            throw new InvalidOperationException($"The board ranks {histogram.RankedUsers} of {Users} users: {string.Join(", ", histogram.Counts)}.");
    }

    /// <summary>Has all followers read what there is, and waits until each reads by one range again.</summary>
    public static async Task CatchUpAsync(CostMeter meter)
    {
        foreach (var (timer, follower) in Followers)
            await FollowAsync(meter, timer, follower);
        await meter.PassAsync(TimeSpan.FromMinutes(11));
        foreach (var (timer, _) in Followers)
            await meter.RunAsync(timer, null);
    }

    private static async Task FollowAsync(CostMeter meter, string timer, string follower)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await meter.RunAsync(timer, null);
            if (await IsThroughAsync(StoreOf(meter), follower))
                return;
        }

        throw new InvalidOperationException($"{timer} does not come to an end.");
    }

    private static async Task<bool> IsThroughAsync(IDocumentStore store, string follower)
    {
        var root = await store.ReadAsync<FollowedRange>(follower, FollowedRange.RootId);
        var through = root is { IsAlone: false } ? root.Quiet : root?.Checkpoint;
        return through is not null && (await store.ReadChangesAsync(Containers.UserData, through, 1)).Documents.Count == 0;
    }

    private static IDocumentStore StoreOf(CostMeter meter) => meter.App.Services.GetRequiredService<IDocumentStore>();

    private static void Check(CommitResult commit)
    {
        if (!commit.Succeeded)
            throw new InvalidOperationException($"Somebody is there already: {commit.Status}.");
    }
}
