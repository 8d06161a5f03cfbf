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
public sealed class BoardRepairTests : IDisposable
{
    private ChallengeBench bench = null!;
    private Caller ann = null!;
    private Caller bob = null!;
    private IsoWeek week;

    private async Task OpenAsync(int parts)
    {
        bench = await ChallengeBench.OpenAsync(parts: parts);
        week = bench.Week;
        (ann, bob) = (await bench.UserAsync("ann"), await bench.UserAsync("bob"));
        var hidden = await bench.UserAsync("hidden", settings => settings with { ShareWorkStats = false });
        foreach (var user in (Caller[])[ann, bob, hidden])
            await bench.EarnAsync(user);
        (await bench.Challenges.ReportAsync(bob, DefaultChallenges.TaskFinisher, 100)).Problem.ShouldBeNull();
        (await bench.Challenges.JoinAsync(await bench.UserAsync("new"), DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();
        await bench.RefreshAsync();

        // Somebody to be seen in every part, so that there is something to break.
        while ((await bench.BoardAsync(week)).Any(part => part.Top.Users.Count == 0))
        {
            await bench.EarnAsync(await bench.UserAsync("other"));
            await bench.RefreshAsync();
        }
    }

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_of_a_board_cannot_be_read_is_made_anew_by_whoever_meets_it(int parts)
    {
        await OpenAsync(parts);
        var (before, rows) = (await BoardAsync(), await bench.Leaders.ReadAsync(ann.UserId, week));
        before.Count.ShouldBe(before.Count(document => document.Kind == BoardEntry.KindName) + (3 * parts));
        rows.Count.ShouldBeGreaterThanOrEqualTo(2);
        var met = 0;
        foreach (var document in before)
        {
            foreach (var broken in MalformedDocuments.Of(document).Where(json => !CanBeRead(document.Kind, json)))
            {
                await BreakAsync(document, broken);
                await MeetAsync(document, before, met++ % 2 == 0);
                (await bench.Leaders.ReadAsync(ann.UserId, week)).ShouldBe(rows, $"{document.Kind} {System.Text.Encoding.UTF8.GetString(broken)}");
                (await BoardAsync()).Select(Text).ShouldBe(before.Select(Text));
            }
        }

        met.ShouldBeGreaterThan(50);
    }

    /// <summary>How many parts there are is known to all documents but the entries, so it is lost only with every one of them.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_board_has_as_many_parts_as_before_when_nothing_of_the_first_can_be_read(bool changes)
    {
        await OpenAsync(parts: 2);
        var (before, rows) = (await BoardAsync(), await bench.Leaders.ReadAsync(ann.UserId, week));
        foreach (var document in before.Where(document => document.Partition == week.ToString()))
            await BreakAsync(document, "{}"u8.ToArray());

        if (changes)
            await TouchAsync(ann);

        (await bench.Leaders.ReadAsync(ann.UserId, week)).ShouldBe(rows);
        (await BoardAsync()).Select(Text).ShouldBe(before.Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_final_ranks_are_right_when_the_board_broke_before_the_turn_and_during_it(int parts)
    {
        await OpenAsync(parts);
        var own = BoardPart.First(week, parts).Of(bob.UserId).Name;
        await BreakAsync(bob.UserId, "{}"u8.ToArray());
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        var plan = await bench.Turn.FreezeAsync(week);
        await BreakAsync((await BoardAsync()).Single(document => document.Partition == own && document.Id == BoardHistogram.FixedId), """{"counts":5}"""u8.ToArray());
        await bench.Turn.RankPageAsync(new TurnPage(plan.Week, plan.Shards[0], null), new EachByItself("test"));
        (await bench.Turn.FinishAsync(plan)).ShouldBeFalse("The ranks are not those of the plan.");
        await bench.TurnAsync(week);

        foreach (var user in (Caller[])[ann, bob])
            (await bench.Store.ReadAsync<WeekScore>(user.UserId, WeekScore.IdOf(week)))!.FinalRank.ShouldBe(1);
        await BreakAsync(BoardHistogram.FixedId, """{"frozenAt":[]}"""u8.ToArray());
        (await bench.Leaders.ReadAsync(ann.UserId, week)).ShouldAllBe(row => row.Rank == 1);
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
        await OpenAsync(parts: 1);
        var key = isRange
            ? new DocumentKey(Containers.Followers, "leaderboard", FollowedRange.RootId)
            : new DocumentKey(Containers.System, BoardProgress.FixedId, BoardProgress.FixedId);
        var stored = (await bench.Store.ReadAsync(key))!.Value;
        var broken = System.Text.Encoding.UTF8.GetBytes(json);
        await bench.Store.CommitAsync(new DocumentBatch(key.Container, key.Partition, [new DocumentWrite.Replace(key.Id, stored.Kind, broken, stored.ETag)]));
        var board = (await BoardAsync()).Select(Text).ToList();

        (await new BoardFollower(bench.Store, bench.Clock, new BoardWriter(bench.Store, bench.Rules)).FollowAsync()).Due.ShouldBeEmpty();

        (await BoardAsync()).Select(Text).ShouldBe(board);
        (await bench.Store.ReadAsync<FollowedRange>("leaderboard", FollowedRange.RootId))!.Checkpoint.ShouldNotBeNull();
        (await bench.Store.ReadAsync<BoardProgress>(BoardProgress.FixedId, BoardProgress.FixedId))!.LastTurned.ShouldNotBeNull();
    }

    // By whoever changes the board, or only reads that part of it.
    private Task MeetAsync(StoredDocument document, IReadOnlyList<StoredDocument> board, bool changes)
    {
        var entry = document.Kind == BoardEntry.KindName ? document
            : board.FirstOrDefault(other => other.Kind == BoardEntry.KindName && other.Partition == document.Partition);
        var user = entry.Id is null ? ann : new Caller(entry.Id, "session", ann.Calendar);
        return changes && entry.Id is not null ? TouchAsync(user)
            : document.Id is BoardHistogram.FixedId or BoardTop.FixedId ? bench.Leaders.ReadAsync(user.UserId, week)
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

    private async Task BreakAsync(string id, byte[] json) =>
        await BreakAsync((await BoardAsync()).First(document => document.Id == id), json);

    private async Task BreakAsync(StoredDocument document, byte[] json)
    {
        var stored = (await bench.Store.ReadAsync(new DocumentKey(Containers.Leaderboards, document.Partition, document.Id)))!.Value;
        var write = new DocumentWrite.Replace(document.Id, stored.Kind, json, stored.ETag);
        (await bench.Store.CommitAsync(new DocumentBatch(Containers.Leaderboards, document.Partition, [write]))).Succeeded.ShouldBeTrue();
    }

    /// <summary>All documents of a board, those of the first part first. It may be broken.</summary>
    private async Task<IReadOnlyList<StoredDocument>> BoardAsync()
    {
        var documents = new List<StoredDocument>();
        for (var index = 0; index < 3; index++)
        {
            var page = await bench.Store.QueryAsync(new DocumentQuery(Containers.Leaderboards, new BoardPart(week, index, 3).Name) { Limit = 100 });
            documents.AddRange(page.Documents.OrderBy(document => document.Id, StringComparer.Ordinal));
        }

        return documents;
    }

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

    /// <summary>What it says; revisions only count, and challenges have no order.</summary>
    private static string Text(StoredDocument document)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(document.Json.Span)!.AsObject();
        json.Remove("revision");
        json.Remove("rankRevision");
        if (json["challenges"] is System.Text.Json.Nodes.JsonObject crowds)
            json["challenges"] = new System.Text.Json.Nodes.JsonObject(crowds.ToList().OrderBy(crowd => crowd.Key, StringComparer.Ordinal).Select(crowd => KeyValuePair.Create(crowd.Key, crowd.Value?.DeepClone())));
        return $"{document.Partition} {document.Id} {json.ToJsonString()}";
    }
}
