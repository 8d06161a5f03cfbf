using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Following;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>Boards in parts on SQLite.</summary>
public sealed class SqliteBoardPartsTests : BoardPartsContract
{
    protected override IDocumentStore Open(IDocumentStore sqlite) => sqlite;

    /// <summary>Every batch that is committed counts in its histogram, so what was asked for beyond that has lost a race.</summary>
    [Fact]
    public async Task Followers_of_different_ranges_never_race_where_there_is_a_part_for_each()
    {
        FaultyStore? faulty = null;
        using var bench = await ChallengeBench.OpenAsync(store => faulty = new FaultyStore(store), parts: 4);
        var users = new List<Caller>();
        for (var i = 0; i < 60; i++)
            users.Add(await bench.UserAsync($"user{i}"));
        await bench.EarnAsync(users[0]);
        await bench.RefreshAsync();
        await BehindRanges.SplitAsync(bench.Store, "leaderboard", 4);
        foreach (var user in users)
        {
            await bench.Challenges.JoinAsync(user, DefaultChallenges.BreakChampion);
            await bench.Challenges.ReportAsync(user, DefaultChallenges.BreakChampion, 100);
        }

        var (before, asked) = (await RevisionsAsync(), 0);
        faulty!.BeforeCommit = batch =>
        {
            if (batch.Container == Containers.Leaderboards)
                Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        };
        await bench.RefreshAsync();

        asked.ShouldBe(4);
        (await RevisionsAsync() - before).ShouldBe(asked);

        async Task<long> RevisionsAsync() => (await bench.BoardAsync(bench.Week)).Sum(part => part.Histogram.Revision);
    }
}
