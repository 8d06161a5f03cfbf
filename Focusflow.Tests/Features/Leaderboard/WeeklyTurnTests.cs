using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Calendar;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class WeeklyTurnTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_turn_freezes_the_board_ranks_everybody_and_tells_them_once(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var (week, ann, bob, cleo) = await PlayAsync(bench);
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await bench.RefreshAsync();
        (await bench.Turn.DueAsync(bench.Clock.GetUtcNow())).ShouldBe([week]);
        await bench.TurnAsync(week);
        await bench.TurnAsync(week);

        (await bench.Turn.DueAsync(bench.Clock.GetUtcNow())).ShouldBeEmpty();
        (await RankAsync(bench, ann, week)).ShouldBe((1, 3));
        (await RankAsync(bench, bob, week)).ShouldBe((2, 3));
        (await RankAsync(bench, cleo, week)).ShouldBe((2, 3));
        var told = (await bench.NotificationsAsync(bob)).Single(one => one.NotificationKind == NotificationKind.WeekResult);
        told.Message.ShouldBe("You finished 2nd of 3 with 75 points.");
        told.CreatedAt.ShouldBe(week.Closes);

        (await bench.Leaders.ReadAsync(ann.UserId, week)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "ann"), (2, "bob"), (2, "cleo")]);
        (await bench.Leaders.ReadAsync(ann.UserId, bench.Week)).ShouldHaveSingleItem().Points.ShouldBe(0);
        (await bench.Store.ReadAsync<BoardHistogram>(bench.Week.ToString(), BoardHistogram.FixedId)).ShouldNotBeNull();
        (await bench.OwnAsync(ann, DefaultChallenges.TaskFinisher)).ShouldBeNull();
        (await bench.PointsAsync(ann)).ShouldBe(150);
    }

    /// <summary>Dies before and after each commit of a turn, in turn, and begins again; what comes out must always be the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_turn_killed_at_every_step_ends_as_if_it_had_not_been(int parts)
    {
        var expected = await TurnAsync(int.MaxValue, Fate.Lives);
        expected.Commits.ShouldBeGreaterThan(5);
        for (var step = 0; step < expected.Commits; step++)
        {
            (await TurnAsync(step, Fate.DiesBefore)).Result.ShouldBe(expected.Result, $"killed before commit {step}");
            (await TurnAsync(step, Fate.DiesAfter)).Result.ShouldBe(expected.Result, $"killed after commit {step}");
            (await TurnAsync(step, Fate.LosesRequest)).Result.ShouldBe(expected.Result, $"request lost of commit {step}");
            (await TurnAsync(step, Fate.LosesAnswer)).Result.ShouldBe(expected.Result, $"answer lost of commit {step}");
        }

        async Task<(int Commits, string Result)> TurnAsync(int step, Fate fate)
        {
            FlakyStore? flaky = null;
            using var bench = await ChallengeBench.OpenAsync(store => flaky = new FlakyStore(store), parts);
            var (week, ann, bob, cleo) = await PlayAsync(bench);
            bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
            var start = flaky!.Commits;
            flaky.Decide = commit => commit == start + step ? fate : Fate.Lives;
            try
            {
                await bench.TurnAsync(week);
            }
            catch (KilledException)
            {
                // Late, too.
                bench.Clock.Pass(TimeSpan.FromHours(5));
                await bench.TurnAsync(week);
            }

            flaky.Decide = _ => Fate.Lives; // in which part who is differs, and so does where the turn has its last commit
            var commits = flaky.Commits - start;
            await bench.RefreshAsync();
            (await bench.Turn.DueAsync(bench.Clock.GetUtcNow())).ShouldBeEmpty();
            var lines = new List<string>();
            foreach (var user in new[] { ann, bob, cleo })
            {
                var told = (await bench.NotificationsAsync(user)).Where(one => one.NotificationKind == NotificationKind.WeekResult).ToList();
                lines.Add($"{await RankAsync(bench, user, week)} {string.Join('|', told.Select(one => $"{one.Id} {one.Message} {one.CreatedAt:O}"))}");
            }

            foreach (var histogram in (await bench.BoardAsync(week)).Select(board => board.Histogram))
                lines.Add($"{histogram.FrozenAt:O} {histogram.RankRevision == histogram.FinalRevision}");
            lines.Add(string.Join(',', BoardHistogram.Sum([.. (await bench.BoardAsync(week)).Select(board => board.Histogram)]).Counts));
            lines.Add($"{(await bench.BoardAsync(week.Next)).Count}");
            return (commits, string.Join('\n', lines).Replace(ann.UserId, "ann").Replace(bob.UserId, "bob").Replace(cleo.UserId, "cleo"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Points_that_come_late_reopen_the_week_and_are_ranked(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var (week, ann, bob, _) = await PlayAsync(bench);
        (await bench.Challenges.JoinAsync(bob, DefaultChallenges.FocusSprintMaster)).Problem.ShouldBeNull();
        (await bench.Challenges.ReportAsync(bob, DefaultChallenges.FocusSprintMaster, 9)).Problem.ShouldBeNull();
        bench.Clock.Pass(week.EndInUtc().AddMinutes(-30) - bench.Clock.GetUtcNow());
        var session = (await bench.Sessions.StartAsync(bob.UserId, bob.Calendar, new SessionPlan(29), bench)).Value;
        bench.Clock.Pass(TimeSpan.FromHours(14));
        await bench.TurnAsync(week);
        (await RankAsync(bench, bob, week)).ShouldBe((2, 3));

        // Its timer comes half a day late; the session ended on Sunday all the same.
        (await bench.Settlement.SettleAsync(session)).Value.Status.ShouldBe(SessionStatus.Completed);
        (await bench.RefreshAsync()).Due.ShouldBe([week]);
        await bench.TurnAsync(week);
        (await RankAsync(bench, bob, week)).ShouldBe((1, 3));
        (await RankAsync(bench, ann, week)).ShouldBe((1, 3));
        (await bench.NotificationsAsync(bob)).Count(one => one.NotificationKind == NotificationKind.WeekResult).ShouldBe(1);
        (await bench.RefreshAsync()).Due.ShouldBeEmpty();
        await PointsLedgerTests.BalanceAsync(bench, bob.UserId);
    }

    /// <summary>
    /// The week is being turned for the second time, so it is noted as one to be turned when points move again just then: after the
    /// final ranks count as written, and before the note is taken away.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Points_that_move_while_a_turn_ends_are_not_forgotten(int parts)
    {
        FaultyStore? faulty = null;
        using var bench = await ChallengeBench.OpenAsync(store => faulty = new FaultyStore(store), parts);
        var (week, ann, bob, cleo) = await PlayAsync(bench);
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await bench.TurnAsync(week);
        await AddAsync(cleo);
        (await bench.RefreshAsync()).Due.ShouldBe([week]);
        faulty!.BeforeCommit = async batch =>
        {
            if (batch.Container != Containers.System)
                return;
            faulty.BeforeCommit = null;
            await AddAsync(bob);
            await bench.RefreshAsync();
        };

        await bench.TurnAsync(week);

        faulty.BeforeCommit.ShouldBeNull();
        foreach (var (user, rank) in new[] { (ann, 1), (bob, 1), (cleo, 1) })
            (await RankAsync(bench, user, week)).ShouldBe((rank, 3));

        async Task AddAsync(Caller user)
        {
            var score = (await bench.Store.ReadAsync<WeekScore>(user.UserId, WeekScore.IdOf(week)))!;
            await WriteSet.ForUser(user.UserId).Replace(score with { Points = score.Points + 75 }).CommitAsync(bench.Store);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Hiding_or_going_after_the_freeze_moves_nobodys_final_rank(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var (week, ann, bob, cleo) = await PlayAsync(bench);
        bench.Clock.Pass(TimeSpan.FromDays(7));
        await bench.TurnAsync(week);
        await bench.ChangeAsync(ann, account => account with { Settings = account.Settings with { ShareWorkStats = false } });
        await RandomUsers.DeleteAsync(bench, cleo);
        (await bench.RefreshAsync()).Due.ShouldBeEmpty();

        (await bench.Leaders.ReadAsync(bob.UserId, week)).ShouldBe([new LeaderRow(2, "bob", new SiteUrl("/avatars/bob.png"), 75, true)]);
        (await bench.Leaders.ReadAsync(ann.UserId, week)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "ann"), (2, "bob")]);
    }

    [Fact]
    public async Task Weeks_that_were_missed_are_turned_one_by_one()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var (week, ann, _, _) = await PlayAsync(bench);
        await bench.RefreshAsync();
        bench.Clock.Pass(TimeSpan.FromDays(21) + TimeSpan.FromHours(5));
        var due = await bench.Turn.DueAsync(bench.Clock.GetUtcNow());
        due.ShouldBe([week.Previous, week, week.Next, week.Next.Next], "on Monday morning the week before had not ended everywhere");
        foreach (var missed in due)
            await bench.TurnAsync(missed);
        (await RankAsync(bench, ann, week)).ShouldBe((1, 3));
        (await bench.Turn.DueAsync(bench.Clock.GetUtcNow())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Two_turns_of_a_week_at_the_same_time_are_one(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var (week, ann, bob, cleo) = await PlayAsync(bench);
        bench.Clock.Pass(TimeSpan.FromDays(7));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bench.TurnAsync(week))));
        foreach (var user in new[] { ann, bob, cleo })
            (await bench.NotificationsAsync(user)).Count(one => one.NotificationKind == NotificationKind.WeekResult).ShouldBe(1);
        (await RankAsync(bench, cleo, week)).ShouldBe((2, 3));
    }

    /// <summary>A week in which ann earns 150 points, bob and cleo 75 each.</summary>
    private static async Task<(IsoWeek Week, Caller Ann, Caller Bob, Caller Cleo)> PlayAsync(ChallengeBench bench)
    {
        var (ann, bob, cleo) = (await bench.UserAsync("ann"), await bench.UserAsync("bob"), await bench.UserAsync("cleo"));
        foreach (var user in new[] { ann, bob, cleo })
        {
            bench.Clock.Pass(TimeSpan.FromMinutes(5));
            await bench.EarnAsync(user);
        }

        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();
        (await bench.Challenges.ReportAsync(ann, DefaultChallenges.BreakChampion, 5)).Problem.ShouldBeNull();
        return (bench.Week, ann, bob, cleo);
    }

    private static async Task<(int? Rank, int? Of)> RankAsync(ChallengeBench bench, Caller user, IsoWeek week)
    {
        var score = (await bench.Store.ReadAsync<WeekScore>(user.UserId, WeekScore.IdOf(week)))!;
        return (score.FinalRank, score.RankedUsers);
    }
}
