using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public abstract partial class DocumentStoreContract
{
    [Fact]
    public async Task An_empty_feed_gives_a_checkpoint_to_go_on_from()
    {
        var empty = await Store.ReadChangesAsync(Things, null, 10);
        empty.Documents.ShouldBeEmpty();
        empty.HasMore.ShouldBeFalse();

        await CreateAsync(new Thing("t", "ann"));
        (await ChangesAsync(empty.Checkpoint)).Documents.ShouldHaveSingleItem().Id.ShouldBe("t");
    }

    [Fact]
    public async Task A_feed_from_now_on_tells_only_what_is_written_later()
    {
        await CreateAsync(new Thing("old", "ann"));
        var now = await Store.ReadChangesAsync(Things, ChangePage.FromNow, 10);
        now.Documents.ShouldBeEmpty();
        now.HasMore.ShouldBeFalse();

        await CreateAsync(new Thing("new", "bob"));
        (await ChangesAsync(now.Checkpoint)).Documents.ShouldHaveSingleItem().Id.ShouldBe("new");
    }

    [Fact]
    public async Task The_feed_tells_the_last_version_of_each_document_in_the_order_of_its_last_change()
    {
        var first = new Thing("first", "ann");
        var etag = await CreateAsync(first);
        await CreateAsync(new Thing("second", "bob"));
        var third = await CreateAsync(new Thing("third", "ann"));
        (await CommitAsync("ann", (first with { Rank = 7 }).Replace(etag))).Succeeded.ShouldBeTrue();
        (await CommitAsync("ann", new Thing("third", "ann").Delete(third))).Succeeded.ShouldBeTrue();

        var (documents, _) = await ChangesAsync(null);

        // Across partitions a store may order differently; within one the order is that of the writes.
        documents.Select(document => document.Id).ShouldBe(["second", "first"], ignoreOrder: true);
        var changed = documents.Single(document => document.Id == "first");
        Thing.Of(changed).Rank.ShouldBe(7);
        changed.Partition.ShouldBe("ann");
        changed.Kind.ShouldBe("thing");
        changed.ETag.ShouldBe((await ReadAsync("ann", "first"))!.Value.ETag);
    }

    [Fact]
    public async Task The_feed_can_be_resumed_from_any_checkpoint()
    {
        var writes = Enumerable.Range(0, 23).Select(i => new Thing($"t{i}", "ann") { Rank = i }).ToList();
        foreach (var chunk in writes.Chunk(3))
            (await CommitAsync("ann", [.. chunk.Select(thing => thing.Create())])).Succeeded.ShouldBeTrue();

        List<(string? Checkpoint, int Seen)> checkpoints = [(null, 0)];
        List<string> seen = [];
        while (true)
        {
            var page = await Store.ReadChangesAsync(Things, checkpoints[^1].Checkpoint, 4);
            seen.AddRange(page.Documents.Select(document => document.Id));
            checkpoints.Add((page.Checkpoint, seen.Count));
            if (!page.HasMore)
                break;
        }

        seen.ShouldBe(writes.Select(thing => thing.Id));
        foreach (var (checkpoint, before) in checkpoints)
            (await ChangesAsync(checkpoint, 1000)).Documents.Select(document => document.Id).ShouldBe(seen.Skip(before));
        foreach (var (checkpoint, before) in checkpoints.Take(3))
            (await ChangesAsync(checkpoint, 1)).Documents.Select(document => document.Id).ShouldBe(seen.Skip(before));
    }

    [Fact]
    public async Task Whoever_follows_the_feed_while_others_write_misses_nothing()
    {
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                await CreateAsync(new Thing($"{writer}-{i}", $"owner-{writer}"));
        })));

        HashSet<string> seen = [];
        string? checkpoint = null;
        for (var last = false; ; last = writers.IsCompleted)
        {
            var (documents, next) = await ChangesAsync(checkpoint, 7);
            foreach (var document in documents)
                seen.Add(document.Id).ShouldBeTrue($"{document.Id} came twice.");
            checkpoint = next;
            if (last)
                break;
        }

        await writers;
        seen.Count.ShouldBe(200);
    }

    [Fact]
    public async Task Whatever_is_split_off_a_feed_tells_all_of_it_once_and_each_partition_in_order() => await Seeded.RunsAsync(2, async random =>
    {
        var (run, written, seen) = (random.Next(1 << 30), 0, new List<StoredDocument>());
        List<string> ranges = [(await Store.ReadChangesAsync(Things, ChangePage.FromNow, 1)).Checkpoint];
        for (var round = 0; round < 40; round++)
        {
            for (var i = random.Next(8); i > 0; i--)
                await CreateAsync(new Thing($"{run}-{written++}", $"owner-{random.Next(30)}"));
            var at = random.Next(ranges.Count);
            var parts = random.Next(4) == 0 ? await Store.SplitChangesAsync(Things, ranges[at]) : [];
            if (parts.Count == 0)
            {
                var page = await Store.ReadChangesAsync(Things, ranges[at], 1 + random.Next(9));
                seen.AddRange(page.Documents);
                parts = [page.Checkpoint];
            }

            ranges.RemoveAt(at);
            ranges.AddRange(parts);
        }

        ranges.Count.ShouldBeGreaterThan(2);
        foreach (var range in ranges)
            seen.AddRange((await ChangesAsync(range)).Documents);
        seen.Select(document => document.Id).ShouldBe(Enumerable.Range(0, written).Select(i => $"{run}-{i}"), ignoreOrder: true);
        foreach (var owner in seen.GroupBy(document => document.Partition))
            owner.Select(document => int.Parse(document.Id.Split('-')[1], null)).ShouldBeInOrder();
    });

    [Fact]
    public async Task The_beginning_of_a_feed_can_be_split_and_its_parts_again()
    {
        var written = Enumerable.Range(0, 60).Select(i => new Thing($"t{i}", $"owner-{i}")).ToList();
        foreach (var thing in written)
            await CreateAsync(thing);
        var quarters = new List<string>();
        foreach (var half in await Store.SplitChangesAsync(Things, null))
            quarters.AddRange(await Store.SplitChangesAsync(Things, half));
        quarters.Count.ShouldBe(4);

        List<string> seen = [];
        foreach (var quarter in quarters)
        {
            var (documents, end) = await ChangesAsync(quarter, 7);
            documents.Count.ShouldBeInRange(1, 59);
            seen.AddRange(documents.Select(document => document.Id));
            (await ChangesAsync(end)).Documents.ShouldBeEmpty();
        }

        seen.ShouldBe(written.Select(thing => thing.Id), ignoreOrder: true);
        await CreateAsync(new Thing("late", "owner-1"));
        var late = await Task.WhenAll(quarters.Select(async quarter => (await ChangesAsync(quarter)).Documents.Count(document => document.Id == "late")));
        late.Sum().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("5.zz")]
    public async Task A_foreign_checkpoint_is_refused(string checkpoint) =>
        await Should.ThrowAsync<InvalidContinuationException>(async () => await Store.ReadChangesAsync(Things, checkpoint, 10));
}
