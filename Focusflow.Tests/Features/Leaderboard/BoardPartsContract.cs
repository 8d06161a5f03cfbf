using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Following;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>What boards in parts must do on every store.</summary>
public abstract class BoardPartsContract
{
    private static readonly string[] Challenges =
        [DefaultChallenges.TaskFinisher, DefaultChallenges.FocusSprintMaster, DefaultChallenges.BreakChampion, DefaultChallenges.HealthyBoundaries];

    /// <summary>Opens a store of its own.</summary>
    /// <param name="sqlite">One on SQLite.</param>
    protected abstract IDocumentStore Open(IDocumentStore sqlite);

    [Fact]
    public async Task The_week_after_a_large_one_has_parts_and_keeps_them_whoever_comes()
    {
        using var bench = await ChallengeBench.OpenAsync(Open, rules: new BoardRules(4));
        var week = bench.Week;
        var users = await ComeAsync(bench, 9);
        await EarnAsync(bench, users);
        (await bench.BoardAsync(week)).ShouldHaveSingleItem("it began as one part, and is one however many come").Histogram.Participants.ShouldBe(9);

        bench.Clock.Pass(TimeSpan.FromDays(7));
        await EarnAsync(bench, users.Take(1));
        (await bench.BoardAsync(week.Next)).Count.ShouldBe(3, "the week before had nine participants, four for a part");
        await bench.TurnAsync(week);
        (await bench.BoardAsync(week.Next)).Count.ShouldBe(3);

        users.AddRange(await ComeAsync(bench, 12));
        await EarnAsync(bench, users.Skip(1));
        var board = await bench.BoardAsync(week.Next);
        board.Select(part => part.Part).ShouldBe([new(week.Next, 0, 3), new(week.Next, 1, 3), new(week.Next, 2, 3)]);
        board.Sum(part => part.Histogram.Participants).ShouldBe(21);
        foreach (var user in users)
        {
            (await bench.Store.ReadAsync<BoardEntry>(board[0].Part.Of(user.UserId).Name, user.UserId)).ShouldNotBeNull();
            (await bench.Leaders.ReadAsync(user.UserId, week.Next)).Single(row => row.IsCurrentUser).Rank.ShouldBe(1);
        }

        bench.Clock.Pass(TimeSpan.FromDays(7));
        await bench.TurnAsync(week.Next);
        (await bench.Store.ReadAsync<BoardHistogram>(week.Next.Next.ToString(), BoardHistogram.FixedId))!.Parts.ShouldBe(6);
        (await bench.Store.ReadAsync<WeekScore>(users[^1].UserId, WeekScore.IdOf(week.Next)))!.RankedUsers.ShouldBe(21);
    }

    /// <summary>
    /// Several ranges of the feed write the same board at once, twice, and are killed anywhere; then the week is turned, and that is
    /// killed too. The oracle counts users one by one.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Whatever_happens_ranks_are_those_of_counting_one_by_one(int parts) => await Seeded.RunsAsync(1, async random =>
    {
        FlakyStore? flaky = null;
        using var bench = await ChallengeBench.OpenAsync(store => flaky = new FlakyStore(Open(store)), parts);
        var week = bench.Week;
        var users = await ComeAsync(bench, 12);
        await EarnAsync(bench, users.Take(3));
        await BehindRanges.SplitAsync(bench.Store, "leaderboard", 4);
        for (var round = 0; round < 4; round++)
        {
            foreach (var user in users.Where(_ => random.Next(2) == 0))
                await ActAsync(user);
            await DyingAsync(() => Task.WhenAll(bench.RefreshAsync(), new BoardFollower(bench.Store, bench.Clock, new BoardWriter(bench.Store, bench.Rules)).FollowAsync()));
        }

        await bench.RefreshAsync();
        var ranked = new List<(Caller User, int Points)>();
        foreach (var user in users)
        {
            if ((await bench.Store.ReadAsync<Account>(user.UserId, Account.DocumentId))!.IsVisible)
                ranked.Add((user, await bench.PointsAsync(user)));
        }

        foreach (var (user, points) in ranked)
        {
            (await bench.Leaders.ReadAsync(user.UserId, week)).Single(row => row.IsCurrentUser).Rank.ShouldBe(RankOf(points));
        }

        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        for (var killed = 0; killed < 4; killed++)
            await DyingAsync(() => bench.TurnAsync(week));
        await bench.TurnAsync(week);
        foreach (var (user, points) in ranked.Where(one => one.Points > 0))
        {
            var score = (await bench.Store.ReadAsync<WeekScore>(user.UserId, WeekScore.IdOf(week)))!;
            (score.FinalRank, score.RankedUsers).ShouldBe((RankOf(points), ranked.Count(other => other.Points > 0)));
            (await bench.NotificationsAsync(user)).Count(one => one.NotificationKind == NotificationKind.WeekResult).ShouldBe(1);
        }

        int RankOf(int points) => 1 + ranked.Count(other => other.Points > points);

        async Task ActAsync(Caller user)
        {
            if (random.Next(4) == 0)
                await bench.ChangeAsync(user, account => account with { Settings = account.Settings with { ShareWorkStats = random.Next(2) == 0 } });
            else
                await ReportAsync(bench, user, Challenges[random.Next(Challenges.Length)]);
        }

        async Task DyingAsync(Func<Task> work)
        {
            flaky!.Decide = _ => random.Next(6) switch { 0 => Fate.DiesBefore, 1 => Fate.DiesAfter, _ => Fate.Lives };
            try
            {
                await work();
            }
            catch (Exception error) when (error is KilledException or AggregateException)
            {
                // Whoever comes next goes on.
            }

            flaky.Decide = _ => Fate.Lives;
        }
    });

    /// <summary>A board is read from all its parts, however many users there are.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Reading_costs_a_question_for_each_part(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(Open, parts);
        var users = await ComeAsync(bench, 3);
        await EarnAsync(bench, users);

        (await ChallengeCommandsTests.CostAsync(() => bench.Leaders.ReadAsync(users[0].UserId, bench.Week))).ShouldBe((0, parts + 1, 0));
        (await ChallengeCommandsTests.CostAsync(() => bench.Weekly.ListAsync(users[0]))).ShouldBe((1, parts, 0));
        users.AddRange(await ComeAsync(bench, 10));
        await EarnAsync(bench, users.Skip(3));
        (await ChallengeCommandsTests.CostAsync(() => bench.Leaders.ReadAsync(users[0].UserId, bench.Week))).ShouldBe((0, parts + 1, 0));
    }

    /// <summary>Two writers find no board, and no two opinions how many parts it should have can last.</summary>
    [Theory]
    [InlineData(100, 1)]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    public async Task Of_two_who_make_a_board_at_once_one_says_how_many_parts_it_has(int late, int early)
    {
        FaultyStore? faulty = null;
        using var bench = await ChallengeBench.OpenAsync(store => faulty = new FaultyStore(Open(store)));
        await ChallengeBench.CrowdAsync(bench.Store, bench.Week.Previous, 5);
        var users = await ComeAsync(bench, 6);
        foreach (var user in users)
            await ReportAsync(bench, user, DefaultChallenges.TaskFinisher);
        var hints = users.Select(user => new BoardHint(user.UserId)).ToList();
        faulty!.BeforeCommit = async _ =>
        {
            faulty.BeforeCommit = null;
            await new BoardWriter(bench.Store, new BoardRules(early)).SyncAsync(bench.Week, hints[..3], new EachByItself("test"));
        };

        await new BoardWriter(bench.Store, new BoardRules(late)).SyncAsync(bench.Week, hints, new EachByItself("test"));

        var board = await bench.BoardAsync(bench.Week);
        board.Count.ShouldBe(new BoardRules(early).PartsAfter(5));
        board.Sum(part => part.Histogram.RankedUsers).ShouldBe(6);
        foreach (var user in users)
            (await bench.Store.ReadAsync<BoardEntry>(board[0].Part.Of(user.UserId).Name, user.UserId)).ShouldNotBeNull();
    }

    private static async Task<List<Caller>> ComeAsync(ChallengeBench bench, int count)
    {
        var users = new List<Caller>();
        for (var i = 0; i < count; i++)
            users.Add(await bench.UserAsync($"user{i}"));
        return users;
    }

    private static async Task EarnAsync(ChallengeBench bench, IEnumerable<Caller> users)
    {
        foreach (var user in users)
            await ReportAsync(bench, user, DefaultChallenges.TaskFinisher);
        await bench.RefreshAsync();
    }

    private static async Task ReportAsync(ChallengeBench bench, Caller user, string challenge)
    {
        await bench.Challenges.JoinAsync(user, challenge); // unless joined already
        await bench.Challenges.ReportAsync(user, challenge, 100);
    }
}
