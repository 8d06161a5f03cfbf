using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Following;

/// <summary>What following by ranges must do on every store.</summary>
public abstract class FeedFollowerContract : IAsyncLifetime
{
    private readonly string name = $"follower-{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<string, int> applied = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<StoredDocument> inOrder = new();
    private readonly string run = Guid.NewGuid().ToString("N");
    private IDocumentStore store = null!;
    private string start = null!;
    private int written;

    private SteppedClock Clock { get; } = new();

    public virtual async ValueTask InitializeAsync()
    {
        store = await OpenAsync();
        await store.EnsureCreatedAsync();
        start = (await store.ReadChangesAsync(Containers.UserData, ChangePage.FromNow, 1)).Checkpoint;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Opens a store with the app's containers.</summary>
    protected abstract Task<IDocumentStore> OpenAsync();

    [Fact]
    public async Task A_range_that_falls_behind_is_split_until_all_is_read_once()
    {
        await WriteAsync(200);
        var follower = Follow(store, pages: 3);
        await RoundsAsync(follower);

        (await RangesAsync()).Count.ShouldBeGreaterThan(2);
        Applied(times: 1);
        InOrder();
    }

    [Fact]
    public async Task A_look_that_finds_nothing_is_two_operations_for_one_range_and_for_many()
    {
        var follower = Follow(new MeteredDocumentStore(store), pages: 3);
        await WriteAsync(5);
        await RoundsAsync(follower);
        (await RangesAsync()).ShouldHaveSingleItem();
        (await CostAsync()).ShouldBe((1, 0, 0, 1));

        await WriteAsync(200);
        await RoundsAsync(follower);
        (await RangesAsync()).Count.ShouldBeGreaterThan(2);
        (await CostAsync()).ShouldBe((1, 0, 0, 1));

        async Task<(int Reads, int Queries, int Commits, int Feed)> CostAsync()
        {
            var usage = StoreUsage.Begin();
            (await follower.LookAsync(ApplyAsync)).ShouldBe(new Followed(HasMore: false));
            return (usage.Reads, usage.Queries, usage.Commits, usage.ChangeReads);
        }
    }

    [Fact]
    public async Task Ranges_that_have_been_quiet_become_one_again_and_nothing_is_applied_twice()
    {
        await WriteAsync(200);
        var follower = Follow(store, pages: 3);
        await RoundsAsync(follower);
        Clock.Pass(TimeSpan.FromMinutes(9));
        await follower.LookAsync(ApplyAsync);
        (await RangesAsync()).Count.ShouldBeGreaterThan(2);

        Clock.Pass(TimeSpan.FromMinutes(2));
        await follower.LookAsync(ApplyAsync);
        (await RangesAsync()).ShouldHaveSingleItem().IsAlone.ShouldBeTrue();
        await WriteAsync(10);
        await RoundsAsync(follower);
        Applied(times: 1);
    }

    [Fact]
    public async Task A_range_that_fails_holds_up_no_other_and_goes_on_when_it_can()
    {
        await WriteAsync(100);
        await RoundsAsync(Follow(store, pages: 3));
        (await RangesAsync()).Count.ShouldBeGreaterThan(1);
        await WriteAsync(100);
        Clock.Pass(FeedFollower.HoldFor * 2);
        var failing = Follow(store, pages: 100);
        var bad = PartitionOf(7);
        await RoundsAsync(failing, FailingAsync);

        // Whoever is not in the range of the bad one is up to date.
        var left = Enumerable.Range(0, written).Count(i => !applied.ContainsKey(i.ToString(CultureInfo.InvariantCulture)));
        left.ShouldBeInRange(1, 99);
        (await failing.LookAsync(ApplyAsync)).LeavesRest.ShouldBeTrue("what is left is not forgotten");
        await RoundsAsync(failing);
        Applied(times: 1);

        Task FailingAsync(FollowedRange range, IReadOnlyList<StoredDocument> changed, CancellationToken cancellation) =>
            changed.Any(document => document.Partition == bad) ? throw new StoreUnavailableException("The store is away.") : ApplyAsync(range, changed, cancellation);
    }

    [Fact]
    public async Task A_range_that_is_being_read_is_left_to_its_reader_until_that_has_been_silent_for_a_while()
    {
        await WriteAsync(30);
        var (first, second) = (Follow(store, pages: 100), Follow(store, pages: 100));
        var pages = 0;
        await Should.ThrowAsync<KilledException>(() => first.LookAsync((range, changed, cancellation) =>
            ++pages == 2 ? throw new KilledException() : ApplyAsync(range, changed, cancellation)));

        (await second.LookAsync(ApplyAsync)).ShouldBe(new Followed(HasMore: false, LeavesRest: true));
        applied.Count.ShouldBe(5);
        Clock.Pass(FeedFollower.HoldFor + TimeSpan.FromSeconds(1));
        (await second.LookAsync(ApplyAsync)).HasMore.ShouldBeFalse();
        Applied(times: 1);
    }

    [Fact]
    public async Task Where_an_earlier_version_was_is_where_it_goes_on()
    {
        await WriteAsync(20);
        start = (await store.ReadChangesAsync(Containers.UserData, ChangePage.FromNow, 1)).Checkpoint;
        await WriteAsync(3);
        await RoundsAsync(Follow(store, pages: 100));
        applied.Keys.ShouldBe(["20", "21", "22"], ignoreOrder: true);
    }

    /// <summary>Two processes at once, killed before and after commits, splitting and merging, while others write.</summary>
    [Fact]
    public async Task Killed_anywhere_and_twice_at_once_nothing_is_lost_and_each_user_is_told_in_order() => await Seeded.RunsAsync(3, async random =>
    {
        var flaky = new FlakyStore(store);
        var followers = Enumerable.Range(0, 2).Select(_ => Follow(flaky, pages: 2)).ToArray();
        for (var round = 0; round < 15; round++)
        {
            await WriteAsync(random.Next(30));
            var fates = new ConcurrentQueue<Fate>(Enumerable.Range(0, 200).Select(_ => random.Next(8) is var roll && roll < 3 ? (Fate)roll : Fate.Lives));
            flaky.Decide = _ => fates.TryDequeue(out var fate) ? fate : Fate.Lives;
            await Task.WhenAll(followers.Select(async follower =>
            {
                try
                {
                    await RoundsAsync(follower, rounds: 2);
                }
                catch (KilledException)
                {
                    // The next run goes on.
                }
            }));
            if (random.Next(3) == 0)
                Clock.Pass(TimeSpan.FromMinutes(random.Next(15)));
        }

        flaky.Decide = _ => Fate.Lives;
        Clock.Pass(FeedFollower.HoldFor * 2);
        await RoundsAsync(followers[0], rounds: 50);
        applied.Count.ShouldBe(written);
        InOrder(); // whoever is killed repeats a page, but nobody passes one over
    });

    protected string PartitionOf(int document) => $"{run}-{document % 13}";

    private async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (partition, id) = (PartitionOf(written), written.ToString(CultureInfo.InvariantCulture));
            var json = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","kind":"thing","userId":"{{partition}}"}""");
            (await store.CommitAsync(new DocumentBatch(Containers.UserData, partition, [new DocumentWrite.Create(id, "thing", json)]))).Succeeded.ShouldBeTrue();
            written++;
        }
    }

    private FeedFollower Follow(IDocumentStore through, int pages) => new(through, Clock, new Follower(name)
    {
        Earlier = _ => Task.FromResult(((string?)start, (DateTimeOffset?)null)),
        PageSize = 5,
        PagesARun = pages,
    });

    /// <summary>What the timer and the orchestration do, until a round has left nothing.</summary>
    private static async Task RoundsAsync(FeedFollower follower, ApplyChanges apply, int rounds = 20)
    {
        for (var i = 0; i < rounds; i++)
        {
            var look = await follower.LookAsync(apply);
            if (!look.LeavesRest)
            {
                if (!look.HasMore)
                    return;
                continue;
            }

            var round = await follower.PlanAsync();
            var results = await Task.WhenAll(round.Ranges.Select(async range =>
            {
                try
                {
                    return await follower.FollowRangeAsync(range, apply);
                }
                catch (StoreUnavailableException)
                {
                    return null;
                }
            }));
            if (results.All(result => result is { HasMore: false, LeavesRest: false }))
                await follower.SettleAsync(round);
        }
    }

    private Task RoundsAsync(FeedFollower follower, int rounds = 20) => RoundsAsync(follower, ApplyAsync, rounds);

    private Task ApplyAsync(FollowedRange range, IReadOnlyList<StoredDocument> changed, CancellationToken cancellation)
    {
        foreach (var document in changed.Where(document => document.Partition.StartsWith(run, StringComparison.Ordinal)))
        {
            applied.AddOrUpdate(document.Id, 1, static (_, before) => before + 1);
            inOrder.Enqueue(document);
        }

        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<FollowedRange>> RangesAsync() =>
        (await store.QueryAsync<FollowedRange>(new DocumentQuery(Containers.Followers, name, FollowedRange.KindName))).Documents;

    private void Applied(int times)
    {
        applied.Count.ShouldBe(written);
        applied.Values.ShouldAllBe(count => count == times);
    }

    /// <summary>What each user did was told in order, when it was told first.</summary>
    private void InOrder()
    {
        foreach (var user in inOrder.GroupBy(document => document.Partition))
            user.Select(document => int.Parse(document.Id, CultureInfo.InvariantCulture)).Distinct().ShouldBeInOrder();
    }
}
