using System.Diagnostics;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class LargeBoardTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(20_000, 1, 2)]
    [InlineData(5_000, 8, 9)]
    public async Task Among_thousands_everybody_has_the_exact_rank_and_reading_costs_what_it_costs_among_a_hundred(int users, int parts, int queries)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var week = bench.Week;
        var random = new Random(1);
        var points = new List<(string UserId, int Points)>();

        await GrowAsync(100);
        var few = await CostAsync();
        await GrowAsync(users);
        var many = await CostAsync();
        many.ShouldBe(few);
        many.ShouldBe((0, queries, 0));

        var board = await bench.BoardAsync(week);
        board.Count.ShouldBe(parts);
        var histogram = BoardHistogram.Sum([.. board.Select(part => part.Histogram)]);
        histogram.RankedUsers.ShouldBe(users);
        var sorted = points.Select(user => user.Points).OrderDescending().ToList();
        var firstAt = new Dictionary<int, int>();
        for (var i = 0; i < sorted.Count; i++)
            firstAt.TryAdd(sorted[i], i + 1);
        foreach (var (_, own) in points)
            histogram.RankOf(own).ShouldBe(firstAt[own]);

        foreach (var (userId, own) in points.OrderBy(_ => random.Next()).Take(200))
        {
            var row = (await bench.Leaders.ReadAsync(userId, week)).Single(row => row.IsCurrentUser);
            (row.Rank, row.Points).ShouldBe((firstAt[own], own));
        }

        (await bench.Leaders.ReadAsync(points[^1].UserId, week, Leaders.MaxLimit)).Take(Leaders.MaxLimit)
            .Select(row => row.Points).ShouldBe(sorted.Take(Leaders.MaxLimit));
        return;

        async Task GrowAsync(int count)
        {
            var watch = Stopwatch.StartNew();
            var commits = new List<Task>();
            while (points.Count < count)
            {
                var user = (UserId: Guid.CreateVersion7().ToString("D"), Points: 75 * random.Next(1, 40));
                points.Add(user);
                commits.Add(CreateAsync(bench.Store, user.UserId, user.Points, week, random.Next(600_000)));
                if (commits.Count == 2_000)
                {
                    await Task.WhenAll(commits);
                    commits.Clear();
                }
            }

            await Task.WhenAll(commits);
            var written = watch.Elapsed;
            await bench.RefreshAsync();
            output.WriteLine($"{count} users: written in {written.TotalSeconds:F1} s, on the board after {(watch.Elapsed - written).TotalSeconds:F1} s");
        }

        Task<(int Reads, int Queries, int Commits)> CostAsync() =>
            ChallengeCommandsTests.CostAsync(() => bench.Leaders.ReadAsync(points[^1].UserId, week));
    }

    private static Task CreateAsync(IDocumentStore store, string userId, int points, IsoWeek week, int reached)
    {
        var account = new Account
        {
            Id = Account.DocumentId,
            UserId = userId,
            Username = userId,
            Email = "",
            AvatarUrl = "/avatars/avatar-1.png",
            CreatedAt = week.StartInUtc(),
            Settings = new UserSettings(),
        };
        var score = WeekScore.None(userId, week) with { Points = points, ReachedAt = week.StartInUtc().AddSeconds(reached) };
        return Task.Run(() => WriteSet.ForUser(userId).Create(account).Create(score).CommitAsync(store).AsTask());
    }
}
