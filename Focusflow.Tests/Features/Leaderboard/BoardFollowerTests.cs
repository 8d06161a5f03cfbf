using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class BoardFollowerTests
{
    /// <summary>
    /// Users earn, join, leave, rename themselves, hide, show themselves and go, while the board follows a page at a time.
    /// The oracle makes the board from scratch out of everybody's documents.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task The_board_is_what_the_documents_of_all_users_make(int parts) => await Seeded.RunsAsync(3, async random =>
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var users = await RandomUsers.CreateAsync(bench, random, 12);
        for (var round = 0; round < 40; round++)
        {
            await users.ActAsync();
            if (random.Next(3) == 0)
                await bench.Boards.FollowAsync(mostPages: 1);
            if (random.Next(8) == 0)
                await CompareAsync(bench, users);
        }

        await CompareAsync(bench, users);
        (await bench.BoardAsync(bench.Week)).Count.ShouldBe(parts);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Replaying_any_prefix_of_the_feed_changes_nothing(int parts) => await Seeded.RunsAsync(3, async random =>
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var users = await RandomUsers.CreateAsync(bench, random, 6);
        var history = new List<StoredDocument>();
        string? checkpoint = null;
        for (var round = 0; round < 25; round++)
        {
            await users.ActAsync();
            var page = await bench.Store.ReadChangesAsync(Containers.UserData, checkpoint, 1000);
            checkpoint = page.Checkpoint;
            history.AddRange(page.Documents);
        }

        await bench.RefreshAsync();
        var before = await DumpAsync(bench);
        for (var prefix = 0; prefix <= history.Count; prefix += 1 + random.Next(4))
            await bench.Boards.ApplyAsync(history[..prefix], new EachByItself("test"));
        await bench.Boards.ApplyAsync([.. history.OrderBy(_ => random.Next())], new EachByItself("test"));
        (await DumpAsync(bench)).ShouldBe(before);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_follower_that_is_killed_anywhere_or_runs_twice_loses_and_doubles_nothing(int parts) => await Seeded.RunsAsync(3, async random =>
    {
        FlakyStore? flaky = null;
        using var bench = await ChallengeBench.OpenAsync(store => flaky = new FlakyStore(store), parts);
        var users = await RandomUsers.CreateAsync(bench, random, 10);
        for (var round = 0; round < 20; round++)
        {
            await users.ActAsync();
            flaky!.Decide = _ => (Fate)random.Next(3);
            await Task.WhenAll(FollowAsync(), FollowAsync());
            flaky.Decide = _ => Fate.Lives;
        }

        await CompareAsync(bench, users);

        async Task FollowAsync()
        {
            try
            {
                await bench.RefreshAsync();
            }
            catch (KilledException)
            {
                // The next run goes on.
            }
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Who_opts_out_appears_in_no_answer_to_anybody_else(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var (ann, hidden, bob) = (await bench.UserAsync("ann"), await bench.UserAsync("hidden"), await bench.UserAsync("bob"));
        foreach (var user in new[] { ann, hidden, bob })
        {
            bench.Clock.Pass(TimeSpan.FromMinutes(1));
            await bench.EarnAsync(user);
        }

        await bench.RefreshAsync();
        (await LeadersAsync(bench, bob)).ShouldBe([(1, "ann", 75), (1, "hidden", 75), (1, "bob", 75)]);
        (await AvatarsAsync(bob)).ShouldContain("/avatars/hidden.png");

        Func<UserSettings, UserSettings>[] ways = [
            settings => settings with { ProfileVisibility = UserSettings.PrivateProfile },
            settings => settings with { ShareWorkStats = false },
        ];
        foreach (var way in ways)
        {
            await bench.ChangeAsync(hidden, account => account with { Settings = way(new UserSettings()) });
            await bench.RefreshAsync();
            (await LeadersAsync(bench, bob)).ShouldBe([(1, "ann", 75), (1, "bob", 75)]);
            (await LeadersAsync(bench, hidden)).ShouldBe([(1, "ann", 75), (1, "hidden", 75), (1, "bob", 75)]);
            (await AvatarsAsync(bob)).ShouldBe(["/avatars/ann.png", "/avatars/bob.png"]);
            (await bench.Weekly.ListAsync(bob)).Single(view => view.Id == DefaultChallenges.TaskFinisher).JoinedCount.ShouldBe(3);

            await bench.ChangeAsync(hidden, account => account with { Settings = new UserSettings() });
            await bench.RefreshAsync();
            (await LeadersAsync(bench, bob)).Count.ShouldBe(3);
        }

        async Task<IReadOnlyList<string>> AvatarsAsync(Caller user) =>
            [.. (await bench.Weekly.ListAsync(user)).Single(view => view.Id == DefaultChallenges.TaskFinisher).JoinedAvatars.Select(one => one.Kept)];
    }

    [Fact]
    public async Task A_deleted_account_is_forgotten_also_by_past_boards()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var (ann, gone) = (await bench.UserAsync("ann"), await bench.UserAsync("gone"));
        var week = bench.Week;
        await bench.EarnAsync(ann);
        await bench.EarnAsync(gone);
        bench.Clock.Pass(TimeSpan.FromDays(7));
        await bench.TurnAsync(week);
        await bench.EarnAsync(gone);
        await bench.RefreshAsync();

        await RandomUsers.DeleteAsync(bench, gone);
        await bench.RefreshAsync();
        (await LeadersAsync(bench, ann)).ShouldBe([(1, "ann", 0)]);
        (await bench.Leaders.ReadAsync(ann.UserId, week)).Select(row => row.Name).ShouldBe(["ann"]);
        (await bench.AllAsync<BoardEntry>(week.ToString())).ShouldHaveSingleItem().Name.ShouldBe("ann");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Ties_share_a_rank_and_the_earlier_comes_first(int parts)
    {
        using var bench = await ChallengeBench.OpenAsync(parts: parts);
        var users = new[] { await bench.UserAsync("ann"), await bench.UserAsync("bob"), await bench.UserAsync("cleo") };
        foreach (var user in users)
        {
            bench.Clock.Pass(TimeSpan.FromMinutes(1));
            await bench.EarnAsync(user);
        }

        (await bench.Challenges.JoinAsync(users[2], DefaultChallenges.FocusSprintMaster)).Problem.ShouldBeNull();
        (await bench.Challenges.ReportAsync(users[2], DefaultChallenges.FocusSprintMaster, 10)).Problem.ShouldBeNull();
        await bench.RefreshAsync();
        (await LeadersAsync(bench, users[1])).ShouldBe([(1, "cleo", 150), (2, "ann", 75), (2, "bob", 75)]);

        var dan = await bench.UserAsync("dan");
        (await LeadersAsync(bench, dan)).ShouldBe([(1, "cleo", 150), (2, "ann", 75), (2, "bob", 75), (4, "dan", 0)]);
        (await bench.Leaders.ReadAsync(users[1].UserId, bench.Week, limit: 1)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "cleo"), (2, "bob")]);
    }

    internal static async Task<IReadOnlyList<(int Rank, string Name, int Points)>> LeadersAsync(ChallengeBench bench, Caller user) =>
        [.. (await bench.Leaders.ReadAsync(user.UserId, bench.Week)).Select(row => (row.Rank, row.Name, row.Points))];

    private static async Task CompareAsync(ChallengeBench bench, RandomUsers users)
    {
        await bench.RefreshAsync();
        var boards = await bench.BoardAsync(bench.Week);
        var expected = new List<BoardEntry>();
        foreach (var user in users.Everybody)
        {
            if (await BoardMember.ReadAsync(bench.Store, boards[0].Part.Of(user.UserId), user.UserId, default) is { } entry)
                expected.Add(entry with { Counted = entry.Visible });
        }

        foreach (var board in boards)
            await CompareAsync(bench, board, [.. expected.Where(entry => entry.Board == board.Part.Name)]);
        await CompareAnswersAsync(bench, users, expected);
    }

    private static async Task CompareAsync(ChallengeBench bench, Board board, List<BoardEntry> expected)
    {
        var entries = await bench.AllAsync<BoardEntry>(board.Part.Name);
        entries.Select(entry => entry.Id).ShouldBe(expected.Select(entry => entry.Id), ignoreOrder: true);
        foreach (var entry in expected)
            BoardMember.Same(entry, entries.Single(other => other.Id == entry.Id)).ShouldBeTrue();

        board.Histogram.Participants.ShouldBe(expected.Count);
        board.Histogram.Counts.ShouldBe(expected.Where(entry => entry.IsListed).GroupBy(entry => entry.Points)
            .OrderByDescending(group => group.Key).Select(group => new PointsCount(group.Key, group.Count())));
        board.Top.Users.ShouldBe(expected.Where(entry => entry.IsListed).OrderBy(entry => entry.Order, StringComparer.Ordinal).Select(TopUser.Of));
        foreach (var challenge in await bench.Catalogue.ListAsync())
        {
            var crowd = board.Participants.Of(challenge.Id);
            crowd.Count.ShouldBe(expected.Count(entry => entry.Joined.ContainsKey(challenge.Id)));
            crowd.First.ShouldBe(expected.Select(entry => FirstJoiners.Of(entry, challenge.Id)).OfType<FirstJoiner>()
                .OrderBy(joiner => joiner.Order(), StringComparer.Ordinal).Take(BoardParticipants.Capacity));
        }
    }

    /// <summary>What a user is told, whatever parts there are.</summary>
    private static async Task CompareAnswersAsync(ChallengeBench bench, RandomUsers users, List<BoardEntry> expected)
    {
        var asking = users.Everybody[^1];
        var listed = expected.Where(entry => entry.IsListed).OrderBy(entry => entry.Order, StringComparer.Ordinal).ToList();
        foreach (var row in await bench.Leaders.ReadAsync(asking.UserId, bench.Week, limit: 100))
        {
            var above = listed.Count(entry => entry.Id != asking.UserId && entry.Points > row.Points);
            row.Rank.ShouldBe(1 + above + (await OwnPointsAsync() > row.Points ? 1 : 0));
        }

        foreach (var view in await bench.Weekly.ListAsync(asking))
            view.JoinedCount.ShouldBe(expected.Count(entry => entry.Joined.Keys.Contains(view.Id, StringComparer.OrdinalIgnoreCase)));

        async Task<int> OwnPointsAsync() =>
            (await bench.Store.ReadAsync<WeekScore>(asking.UserId, WeekScore.IdOf(bench.Week)))?.Points ?? 0;
    }

    private static async Task<IReadOnlyList<string>> DumpAsync(ChallengeBench bench)
    {
        var documents = new List<StoredDocument>();
        foreach (var board in await bench.BoardAsync(bench.Week))
            documents.AddRange((await bench.Store.QueryAsync(new DocumentQuery(Containers.Leaderboards, board.Part.Name) { Limit = 1000 })).Documents);
        return [.. documents.Select(document => $"{document.Partition} {document.ETag} {System.Text.Encoding.UTF8.GetString(document.Json.Span)}")];
    }
}
