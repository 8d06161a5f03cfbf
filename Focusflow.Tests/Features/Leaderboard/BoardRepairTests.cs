using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>A board is made of what users did, so whatever of it cannot be read is made again.</summary>
public sealed class BoardRepairTests : IAsyncLifetime
{
    private ChallengeBench bench = null!;
    private Caller ann = null!;
    private Caller bob = null!;
    private IsoWeek week;

    public async ValueTask InitializeAsync()
    {
        bench = await ChallengeBench.OpenAsync();
        week = bench.Week;
        (ann, bob) = (await bench.UserAsync("ann"), await bench.UserAsync("bob"));
        var hidden = await bench.UserAsync("hidden", settings => settings with { ShareWorkStats = false });
        foreach (var user in (Caller[])[ann, bob, hidden])
            await bench.EarnAsync(user);
        (await bench.Challenges.ReportAsync(bob, DefaultChallenges.TaskFinisher, 100)).Problem.ShouldBeNull();
        (await bench.Challenges.JoinAsync(await bench.UserAsync("new"), DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();
        await bench.RefreshAsync();
    }

    public ValueTask DisposeAsync()
    {
        bench.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Whatever_of_a_board_cannot_be_read_is_made_anew_by_whoever_meets_it()
    {
        var (before, rows) = (await BoardAsync(), await bench.Leaders.ReadAsync(ann.UserId, week));
        before.Count.ShouldBe(7);
        rows.Count.ShouldBe(2);
        var met = 0;
        foreach (var document in before)
        {
            foreach (var broken in MalformedDocuments.Of(document).Where(json => !CanBeRead(document.Kind, json)))
            {
                await BreakAsync(document.Id, broken);
                await MeetAsync(document.Id, met++ % 2 == 0);
                (await bench.Leaders.ReadAsync(ann.UserId, week)).ShouldBe(rows, $"{document.Kind} {System.Text.Encoding.UTF8.GetString(broken)}");
                (await BoardAsync()).Select(Text).ShouldBe(before.Select(Text));
            }
        }

        met.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task The_final_ranks_are_right_when_the_board_broke_before_the_turn_and_during_it()
    {
        await BreakAsync(bob.UserId, "{}"u8.ToArray());
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        var plan = await bench.Turn.FreezeAsync(week);
        await BreakAsync(BoardHistogram.FixedId, """{"counts":5}"""u8.ToArray());
        await bench.Turn.RankPageAsync(new TurnPage(plan.Week, plan.Shards[0], null), new EachByItself("test"));
        (await bench.Turn.FinishAsync(plan)).ShouldBeFalse("The ranks are not those of the plan.");
        await bench.TurnAsync(week);

        foreach (var user in (Caller[])[ann, bob])
            (await bench.Store.ReadAsync<WeekScore>(user.UserId, WeekScore.IdOf(week)))!.FinalRank.ShouldBe(1);
        await BreakAsync(BoardHistogram.FixedId, """{"frozenAt":[]}"""u8.ToArray());
        (await bench.Leaders.ReadAsync(ann.UserId, week)).Select(row => row.Rank).ShouldBe([1, 1]);
        (await bench.Store.ReadAsync<BoardHistogram>(week.ToString(), BoardHistogram.FixedId))!.FrozenAt.ShouldBe(week.Closes);
    }

    [Theory]
    [InlineData(false, "{}")]
    [InlineData(false, """{"checkpoint":7}""")]
    [InlineData(false, """{"lastTurned":"nonsense"}""")]
    [InlineData(false, """{"reopened":null}""")]
    [InlineData(true, "{}")]
    [InlineData(true, """{"follower":"leaderboard","checkpoint":"nonsense"}""")]
    [InlineData(true, """{"follower":"leaderboard","checkpoint":7}""")]
    public async Task Without_knowing_how_far_they_are_boards_follow_everything_once_more(bool isRange, string json)
    {
        var key = isRange
            ? new DocumentKey(Containers.Followers, "leaderboard", FollowedRange.RootId)
            : new DocumentKey(Containers.System, BoardProgress.FixedId, BoardProgress.FixedId);
        var stored = (await bench.Store.ReadAsync(key))!.Value;
        var broken = System.Text.Encoding.UTF8.GetBytes(json);
        await bench.Store.CommitAsync(new DocumentBatch(key.Container, key.Partition, [new DocumentWrite.Replace(key.Id, stored.Kind, broken, stored.ETag)]));
        var board = (await BoardAsync()).Select(Text).ToList();

        (await new BoardFollower(bench.Store, bench.Clock, new BoardWriter(bench.Store)).FollowAsync()).Due.ShouldBeEmpty();

        (await BoardAsync()).Select(Text).ShouldBe(board);
        (await bench.Store.ReadAsync<FollowedRange>("leaderboard", FollowedRange.RootId))!.Checkpoint.ShouldNotBeNull();
        (await bench.Store.ReadAsync<BoardProgress>(BoardProgress.FixedId, BoardProgress.FixedId))!.LastTurned.ShouldNotBeNull();
    }

    // By whoever changes the board, or only reads that part of it.
    private Task MeetAsync(string id, bool changes)
    {
        var user = id is BoardHistogram.FixedId or BoardTop.FixedId or BoardParticipants.FixedId ? ann : new Caller(id, "session", ann.Calendar);
        return changes ? TouchAsync(user)
            : id is BoardHistogram.FixedId or BoardTop.FixedId ? bench.Leaders.ReadAsync(user.UserId, week)
            : bench.Weekly.ListAsync(user);
    }

    private async Task TouchAsync(Caller user)
    {
        var before = (await bench.Store.ReadAsync<Account>(user.UserId, Account.DocumentId))!;
        await bench.ChangeAsync(user, account => account with { AvatarUrl = "/avatars/other.png" });
        await bench.RefreshAsync();
        await bench.ChangeAsync(user, account => account with { AvatarUrl = before.AvatarUrl });
        await bench.RefreshAsync();
    }

    private async Task BreakAsync(string id, byte[] json)
    {
        var stored = (await bench.Store.ReadAsync(new DocumentKey(Containers.Leaderboards, week.ToString(), id)))!.Value;
        var write = new DocumentWrite.Replace(id, stored.Kind, json, stored.ETag);
        (await bench.Store.CommitAsync(new DocumentBatch(Containers.Leaderboards, week.ToString(), [write]))).Succeeded.ShouldBeTrue();
    }

    private async Task<IReadOnlyList<StoredDocument>> BoardAsync() =>
        [.. (await bench.Store.QueryAsync(new DocumentQuery(Containers.Leaderboards, week.ToString()) { Limit = 100 })).Documents.OrderBy(document => document.Id, StringComparer.Ordinal)];

    private static bool CanBeRead(string kind, byte[] json)
    {
        try
        {
            DocumentSamples.Read(DocumentSamples.Types.Single(type => DocumentSamples.KindOf(type) == kind), System.Text.Encoding.UTF8.GetString(json));
            return true;
        }
        catch (Exception error) when (error is not ShouldAssertException)
        {
            return false;
        }
    }

    /// <summary>What it says; revisions only count.</summary>
    private static string Text(StoredDocument document)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(document.Json.Span)!.AsObject();
        json.Remove("revision");
        json.Remove("rankRevision");
        return $"{document.Id} {json.ToJsonString()}";
    }
}
