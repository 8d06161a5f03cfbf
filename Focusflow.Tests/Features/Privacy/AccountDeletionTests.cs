using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Privacy;

public sealed class AccountDeletionTests
{
    [Fact]
    public async Task Nothing_is_left_of_the_user_in_any_container_and_nobody_else_is_touched()
    {
        using var bench = await DeletionBench.OpenAsync();
        var before = (await StoredTexts.AllAsync(bench.Store)).Where(text => text.StartsWith($"userdata/{bench.Bob.UserId}", StringComparison.Ordinal)).ToList();
        (await bench.TracesAsync()).Count.ShouldBeGreaterThan(150);

        (await bench.DeleteAsync()).ShouldBe(DeletionProgress.Gone);

        (await bench.TracesAsync()).ShouldBeEmpty();
        (await StoredTexts.MentioningAsync(bench.Store, "failedSignIns", "addressCode")).ShouldBeEmpty();
        (await StoredTexts.AllAsync(bench.Store)).Where(text => text.StartsWith($"userdata/{bench.Bob.UserId}", StringComparison.Ordinal)).ShouldBe(before);
        (await bench.Bench.Leaders.ReadAsync(bench.Bob.UserId, bench.Bench.Week)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "bob")]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task On_a_frozen_board_the_row_goes_and_the_final_ranks_stay(int parts)
    {
        using var bench = await DeletionBench.OpenAsync(parts: parts);
        (await bench.Bench.Leaders.ReadAsync(bench.Bob.UserId, bench.Frozen)).Select(row => row.Name).ShouldBe(["ann-the-first", "bob"], ignoreOrder: true);
        var counts = await CountsAsync();

        await bench.DeleteAsync();

        (await bench.Bench.Leaders.ReadAsync(bench.Bob.UserId, bench.Frozen)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "bob")]);
        var after = await CountsAsync();
        after.Counts.ShouldBe(counts.Counts);
        after.RankRevision.ShouldBe(counts.RankRevision);
        await bench.Bench.RefreshAsync();
        (await bench.Bench.Turn.DueAsync(bench.Bench.Clock.GetUtcNow())).ShouldBeEmpty();

        async Task<BoardHistogram> CountsAsync() =>
            BoardHistogram.Sum([.. (await bench.Bench.BoardAsync(bench.Frozen)).Select(part => part.Histogram)]);
    }

    /// <summary>Dies before and after each commit, in turn; whoever goes on must end with nothing left.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_deletion_killed_at_every_step_ends_as_if_it_had_not_been(int parts)
    {
        var commits = await RunAsync(int.MaxValue, Fate.Lives);
        commits.ShouldBeGreaterThan(10);
        for (var step = 0; step < commits; step++)
        {
            await RunAsync(step, Fate.DiesBefore);
            await RunAsync(step, Fate.DiesAfter);
            await RunAsync(step, Fate.LosesRequest);
            await RunAsync(step, Fate.LosesAnswer);
        }

        async Task<int> RunAsync(int step, Fate fate)
        {
            FlakyStore? flaky = null;
            using var bench = await DeletionBench.OpenAsync(store => flaky = new FlakyStore(store), parts: parts);
            var start = flaky!.Commits;
            flaky.Decide = commit => commit == start + step ? fate : Fate.Lives;
            try
            {
                await bench.DeleteAsync();
            }
            catch (KilledException)
            {
                // What the orchestration does, knowing only what it was scheduled with; killed before the mark, the user asks again.
                bench.Bench.Clock.Pass(TimeSpan.FromMinutes(1));
                if (await bench.FinishAsync(bench.Scheduled[^1]) == DeletionProgress.NotMarked)
                    await bench.DeleteAsync();
            }

            var count = flaky.Commits - start;
            flaky.Decide = _ => Fate.Lives;
            await bench.Bench.RefreshAsync();
            (await bench.TracesAsync()).ShouldBeEmpty($"{fate} at commit {step}");
            (await bench.Bench.Leaders.ReadAsync(bench.Bob.UserId, bench.Bench.Week)).ShouldHaveSingleItem($"{fate} at commit {step}");
            return count;
        }
    }

    [Fact]
    public async Task An_account_that_nobody_marked_is_left_alone()
    {
        using var bench = await DeletionBench.OpenAsync();
        var before = await StoredTexts.AllAsync(bench.Store);

        (await bench.FinishAsync(new DeletionOrder(bench.Ann.UserId, []))).ShouldBe(DeletionProgress.NotMarked);

        (await StoredTexts.AllAsync(bench.Store)).ShouldBe(before);
    }

    [Fact]
    public async Task The_sweeper_finishes_what_nobody_finished_and_has_it_looked_at_again()
    {
        using var bench = await DeletionBench.OpenAsync();
        await bench.Deletion.MarkAsync(bench.Ann.UserId, ExpectedVersion.Any, bench);
        bench.Scheduled.Clear();
        (await bench.Sweeper.SweepAsync(bench)).Finished.ShouldBe(0);

        bench.Bench.Clock.Pass(DeletionSweeper.Grace + TimeSpan.FromSeconds(1));

        (await bench.Sweeper.SweepAsync(bench)).Finished.ShouldBe(1);
        (await bench.TracesAsync()).ShouldBeEmpty();
        bench.Scheduled.ShouldHaveSingleItem().UserId.ShouldBe(bench.Ann.UserId);
    }

    [Fact]
    public async Task A_mark_that_fails_for_one_user_does_not_keep_the_next_waiting()
    {
        FaultyStore? store = null;
        using var bench = await DeletionBench.OpenAsync(inner => store = new FaultyStore(inner));
        await bench.Deletion.MarkAsync(bench.Ann.UserId, ExpectedVersion.Any, bench);
        await bench.Deletion.MarkAsync(bench.Bob.UserId, ExpectedVersion.Any, bench);
        bench.Bench.Clock.Pass(DeletionSweeper.Grace + TimeSpan.FromSeconds(1));
        store!.FailingCommit = 1;

        var (finished, failures) = await bench.Sweeper.SweepAsync(bench);

        (finished, failures.Count).ShouldBe((1, 1));
        (await bench.Sweeper.SweepAsync(bench)).Finished.ShouldBe(1);
    }

    /// <summary>A request that was let in before the mark was seen may still write; the look back finds it.</summary>
    [Fact]
    public async Task What_a_request_under_way_writes_after_the_end_is_found_and_deleted()
    {
        using var bench = await DeletionBench.OpenAsync();
        await bench.DeleteAsync();
        await bench.Store.CommitAsync(new DocumentBatch(Containers.UserData, bench.Ann.UserId, [DocumentKinds.Probe(bench.Ann.UserId, "task", "late", "x")]));
        await bench.Claims.ClaimAsync(Identity.OfUsername("another-name"), bench.Ann.UserId);

        (await bench.FinishAsync(bench.Scheduled[0])).ShouldBe(DeletionProgress.FoundMore);

        (await bench.TracesAsync()).ShouldBeEmpty();
        (await bench.FinishAsync(bench.Scheduled[0])).ShouldBe(DeletionProgress.Gone);
    }

    [Fact]
    public async Task What_is_written_while_pages_are_deleted_does_not_stay()
    {
        FaultyStore? store = null;
        using var bench = await DeletionBench.OpenAsync(inner => store = new FaultyStore(inner));
        var written = 0;
        store!.BeforeCommit = async batch =>
        {
            // Changes a document of the page and adds another one, a few times.
            if (batch.Partition == bench.Ann.UserId && batch.Writes[0] is DocumentWrite.Delete { Id: not Account.DocumentId } && written < 5)
            {
                written++;
                var page = await bench.Store.QueryAsync(new DocumentQuery(Containers.UserData, bench.Ann.UserId, "notification") { Limit = 1 });
                var changed = page.Documents[0];
                List<DocumentWrite> writes =
                [
                    new DocumentWrite.Replace(changed.Id, changed.Kind, changed.Json, changed.ETag),
                    DocumentKinds.Probe(bench.Ann.UserId, "task", $"late-{written}", "x"),
                ];
                store.BeforeCommit = store.BeforeCommit is { } again ? Once(again) : null;
                (await bench.Store.CommitAsync(new DocumentBatch(Containers.UserData, bench.Ann.UserId, writes))).Succeeded.ShouldBeTrue();
            }
        };

        (await bench.DeleteAsync()).ShouldBe(DeletionProgress.Gone);

        written.ShouldBe(5);
        (await bench.TracesAsync()).ShouldBeEmpty();

        // The commit made inside must not come here again; the next one from outside must.
        Func<DocumentBatch, Task> Once(Func<DocumentBatch, Task> again) => _ =>
        {
            store.BeforeCommit = again;
            return Task.CompletedTask;
        };
    }

    /// <summary>
    /// A follower has read the account and is about to write the entry when the whole deletion happens. What it has read is
    /// void then: the deletion has written the histogram, though it found no entry to take away.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_follower_that_works_on_an_older_page_does_not_bring_the_entry_back(int parts)
    {
        FaultyStore? store = null;
        using var bench = await DeletionBench.OpenAsync(inner => store = new FaultyStore(inner), parts: parts);
        var cleo = await bench.Bench.UserAsync("cleo");
        await bench.Bench.EarnAsync(cleo);
        var raced = false;
        store!.BeforeCommit = async batch =>
        {
            if (batch.Container == Containers.Leaderboards && !raced)
            {
                raced = true;
                var order = (await bench.Deletion.MarkAsync(cleo.UserId, ExpectedVersion.Any, bench)).Value;
                (await bench.FinishAsync(order)).ShouldBe(DeletionProgress.Gone);
            }
        };

        await bench.Boards.SyncAsync(bench.Bench.Week, [new BoardHint(cleo.UserId)], new EachByItself("test"));

        raced.ShouldBeTrue();
        (await StoredTexts.MentioningAsync(bench.Store, cleo.UserId, "cleo")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_are_free_as_soon_as_the_account_is_marked()
    {
        using var bench = await DeletionBench.OpenAsync();
        var id = Identity.OfEmail("ann-the-first@example.com");
        (await bench.Claims.ClaimAsync(id, bench.Bob.UserId)).Problem.ShouldNotBeNull();

        var order = (await bench.Deletion.MarkAsync(bench.Ann.UserId, ExpectedVersion.Any, bench)).Value;
        (await bench.Claims.ClaimAsync(id, bench.Bob.UserId)).Problem.ShouldBeNull();
        await bench.FinishAsync(order);

        (await bench.Store.ReadAsync<Identity>(id, id))!.UserId.ShouldBe(bench.Bob.UserId);
    }

    [Fact]
    public async Task The_orchestration_is_scheduled_before_the_mark_and_a_changed_account_is_marked_all_the_same()
    {
        FaultyStore? store = null;
        using var bench = await DeletionBench.OpenAsync(inner => store = new FaultyStore(inner));
        store!.BeforeCommit = async batch =>
        {
            bench.Scheduled.ShouldNotBeEmpty();
            store.BeforeCommit = null;
            await bench.Bench.ChangeAsync(bench.Ann, account => account with { FullName = "Changed" });
        };

        (await bench.DeleteAsync()).ShouldBe(DeletionProgress.Gone);

        (await bench.TracesAsync()).ShouldBeEmpty();
        bench.Scheduled.Select(order => order.InstanceId()).Distinct().ShouldBe([$"delete-account-{bench.Ann.UserId}"]);
    }
}
