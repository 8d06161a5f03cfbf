using System.Text;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public abstract partial class DocumentStoreContract
{
    [Fact]
    public async Task A_created_document_is_read_back_as_it_was_written()
    {
        var thing = new Thing("t1", "ann") { Name = "Grüße, 世界 😀 \"quoted\" \\ \u0001", Tags = ["a", "b"], Note = "" };
        var etag = await CreateAsync(thing);

        var stored = (await ReadAsync("ann", "t1")).ShouldNotBeNull();
        stored.ShouldSatisfyAllConditions(
            () => stored.Id.ShouldBe("t1"),
            () => stored.Partition.ShouldBe("ann"),
            () => stored.Kind.ShouldBe("thing"),
            () => stored.ETag.ShouldBe(etag),
            () => stored.ETag.ShouldNotContain('"'),
            () => Thing.Of(stored).ShouldBe(thing));
    }

    [Fact]
    public async Task What_is_read_holds_nothing_that_was_not_written()
    {
        var thing = new Thing("t1", "ann") { Name = "Grüße", Tags = ["a"] };
        await CreateAsync(thing, TimeSpan.FromMinutes(5));
        await CommitAsync("ann", new Thing("t2", "ann").Create(), new Thing("t3", "ann").Create(TimeSpan.FromMinutes(5)));

        var read = (await ReadAsync("ann", "t1"))!.Value;
        var page = await Store.QueryAsync(Query("ann", "thing") with { Sort = new("name") });
        var changes = await Store.ReadChangesAsync(Things, null, 10);
        foreach (var document in (StoredDocument[])[read, .. page.Documents, .. changes.Documents])
        {
            using var stored = JsonDocument.Parse(document.Json);
            using var written = JsonDocument.Parse(Thing.Of(document).Json());
            JsonElement.DeepEquals(stored.RootElement, written.RootElement).ShouldBeTrue(stored.RootElement.ToString());
        }
    }

    [Fact]
    public async Task A_document_that_is_not_there_reads_as_null()
    {
        await CreateAsync(new Thing("t1", "ann"));

        (await ReadAsync("ann", "t2")).ShouldBeNull();
        (await ReadAsync("bob", "t1")).ShouldBeNull();
        (await ReadAsync("ann", "not/an/id")).ShouldBeNull();
    }

    [Fact]
    public async Task An_id_can_be_created_only_once_in_a_partition()
    {
        await CreateAsync(new Thing("t1", "ann") { Name = "first" });
        await CreateAsync(new Thing("t1", "bob"));

        var second = await CommitAsync("ann", new Thing("t1", "ann") { Name = "second" }.Create());

        second.Status.ShouldBe(CommitStatus.Conflict);
        second.FailedWrite.ShouldBe(0);
        Thing.Of((await ReadAsync("ann", "t1"))!.Value).Name.ShouldBe("first");
    }

    [Fact]
    public async Task Every_write_gives_another_version()
    {
        var thing = new Thing("t1", "ann");
        HashSet<string> versions = [await CreateAsync(thing)];
        for (var i = 0; i < 5; i++)
        {
            var result = await CommitAsync("ann", thing.Replace(versions.Last()));
            versions.Add(result.ETags.ShouldHaveSingleItem()).ShouldBeTrue();
        }

        (await CommitAsync("ann", thing.Delete(versions.Last()))).Succeeded.ShouldBeTrue();
        versions.Add(await CreateAsync(thing)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("stale")]
    [InlineData("gone")]
    [InlineData("never there")]
    [InlineData("no etag")]
    [InlineData("any")]
    public async Task Replacing_and_deleting_need_the_version_that_is_stored(string what)
    {
        var thing = new Thing("t1", "ann") { Name = "old" };
        var etag = await CreateAsync(thing);
        if (what == "stale")
            (await CommitAsync("ann", thing.Replace(etag))).Succeeded.ShouldBeTrue();
        if (what is "gone" or "never there")
            (await CommitAsync("ann", thing.Delete(etag))).Succeeded.ShouldBeTrue();
        if (what is "never there")
            thing = thing with { Id = "t2" };
        etag = what switch { "no etag" => "", "any" => "*", _ => etag };

        var replaced = await CommitAsync("ann", (thing with { Name = "new" }).Replace(etag));
        var deleted = await CommitAsync("ann", thing.Delete(etag));

        replaced.Status.ShouldBe(CommitStatus.PreconditionFailed);
        deleted.Status.ShouldBe(CommitStatus.PreconditionFailed);
        var stored = await ReadAsync("ann", thing.Id);
        (stored is { } still ? Thing.Of(still).Name : null).ShouldBe(what is "gone" or "never there" ? null : "old");
    }

    [Fact]
    public async Task A_batch_writes_everything_together()
    {
        var kept = new Thing("kept", "ann");
        var lost = new Thing("lost", "ann");
        var keptTag = await CreateAsync(kept);
        var lostTag = await CreateAsync(lost);

        var result = await CommitAsync(
            "ann", (kept with { Rank = 2 }).Replace(keptTag), lost.Delete(lostTag), new Thing("new", "ann").Create());

        result.Status.ShouldBe(CommitStatus.Committed);
        result.FailedWrite.ShouldBe(-1);
        result.ETags.Count.ShouldBe(3);
        result.ETags[0].ShouldBe((await ReadAsync("ann", "kept"))!.Value.ETag);
        result.ETags[1].ShouldBe("");
        result.ETags[2].ShouldBe((await ReadAsync("ann", "new"))!.Value.ETag);
        Thing.Of((await ReadAsync("ann", "kept"))!.Value).Rank.ShouldBe(2);
        (await ReadAsync("ann", "lost")).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_batch_with_one_refused_write_writes_nothing(int refusedAt)
    {
        var existing = new Thing("existing", "ann");
        var etag = await CreateAsync(existing);
        List<DocumentWrite> writes = [new Thing("new", "ann").Create(), (existing with { Rank = 9 }).Replace(etag)];
        writes.Insert(refusedAt, refusedAt == 1 ? new Thing("missing", "ann").Delete(etag) : new Thing("missing", "ann").Replace(etag));

        var result = await CommitAsync("ann", writes);

        result.Status.ShouldBe(CommitStatus.PreconditionFailed);
        result.FailedWrite.ShouldBe(refusedAt);
        (await ReadAsync("ann", "new")).ShouldBeNull();
        (await ReadAsync("ann", "existing"))!.Value.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task A_batch_that_creates_what_exists_writes_nothing()
    {
        await CreateAsync(new Thing("existing", "ann"));

        var result = await CommitAsync("ann", new Thing("new", "ann").Create(), new Thing("existing", "ann").Create());

        result.Status.ShouldBe(CommitStatus.Conflict);
        result.FailedWrite.ShouldBe(1);
        (await ReadAsync("ann", "new")).ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_holds_a_hundred_writes_and_may_hold_none()
    {
        var things = Enumerable.Range(0, DocumentBatch.MaxWrites).Select(i => new Thing($"t{i}", "ann") { Rank = i }).ToList();

        (await CommitAsync("ann", [.. things.Select(thing => thing.Create())])).ETags.Count.ShouldBe(DocumentBatch.MaxWrites);
        (await CommitAsync("ann")).Status.ShouldBe(CommitStatus.Committed);

        (await AllAsync(Query("ann", "thing") with { Limit = 1000 })).Count.ShouldBe(DocumentBatch.MaxWrites);
        await Should.ThrowAsync<ArgumentException>(() => CommitAsync("bob", [.. Enumerable.Range(0, 101).Select(i => new Thing($"t{i}", "bob").Create())]));
        await Should.ThrowAsync<ArgumentException>(() => CommitAsync("bob", new Thing("t", "bob").Create(), new Thing("t", "bob").Create()));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("a+b&c=d;e,f")]
    [InlineData("it's \"quoted\"")]
    [InlineData("notification:task-1:20261122T105900Z")]
    [InlineData("ann@example.com")]
    [InlineData("Grüße 世界 😀")]
    [InlineData("UPPER and lower")]
    [InlineData("[1]{2}|^`~")]
    public async Task Ids_and_partitions_may_hold_almost_any_character(string text)
    {
        var thing = new Thing(text, text) { Name = text };
        var etag = await CreateAsync(thing);

        Thing.Of((await ReadAsync(text, text))!.Value).ShouldBe(thing);
        (await ReadAsync(text, text.ToUpperInvariant() + "x")).ShouldBeNull();
        (await AllAsync(Query(text, "thing"))).ShouldBe([thing]);
        etag = (await CommitAsync(text, thing.Replace(etag), new Thing(text + "2", text).Create())).ETags[0];
        (await CommitAsync(text, thing.Delete(etag))).Succeeded.ShouldBeTrue();
        (await ReadAsync(text, text)).ShouldBeNull();
    }

    [Fact]
    public async Task The_longest_id_is_possible_and_a_longer_or_forbidden_one_is_refused()
    {
        var longest = new string('x', 255);
        await CreateAsync(new Thing(longest, "ann"));
        (await ReadAsync("ann", longest)).ShouldNotBeNull();

        foreach (var bad in (string[])["", longest + "x", "a/b", "a\\b", "a?b", "a#b", "a%2Fb"])
            await Should.ThrowAsync<ArgumentException>(() => CommitAsync("ann", new Thing(bad, "ann").Create()));
    }

    [Fact]
    public async Task Partitions_and_containers_know_nothing_of_each_other()
    {
        await CreateAsync(new Thing("t", "ann") { Name = "Ann's" });
        var bobs = await CreateAsync(new Thing("t", "bob") { Name = "Bob's" });
        await Store.CommitAsync(new DocumentBatch(OtherThings, "ann", [new Thing("t", "ann") { Name = "elsewhere" }.Create()]));

        (await CommitAsync("bob", new Thing("t", "bob").Delete(bobs))).Succeeded.ShouldBeTrue();

        (await AllAsync(Query("ann", "thing"))).ShouldHaveSingleItem().Name.ShouldBe("Ann's");
        (await AllAsync(new DocumentQuery(OtherThings, "ann", "thing"))).ShouldHaveSingleItem().Name.ShouldBe("elsewhere");
        (await AllAsync(Query("bob", "thing"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_document_survives()
    {
        var thing = new Thing("t", "ann") { Note = new StringBuilder().Insert(0, "söme text ", 30_000).ToString() };
        await CreateAsync(thing);
        Thing.Of((await ReadAsync("ann", "t"))!.Value).ShouldBe(thing);
    }

    [Fact]
    public async Task Fifty_writers_that_check_the_version_lose_nothing()
    {
        await CreateAsync(new Thing("counter", "ann"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var stored = (await ReadAsync("ann", "counter"))!.Value;
                var thing = Thing.Of(stored);
                if ((await CommitAsync("ann", (thing with { Rank = thing.Rank + 1 }).Replace(stored.ETag))).Succeeded)
                    return;
            }
        })));

        Thing.Of((await ReadAsync("ann", "counter"))!.Value).Rank.ShouldBe(50);
    }

    [Fact]
    public async Task Of_many_that_create_the_same_id_one_succeeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(() => CommitAsync("ann", new Thing("one", "ann") { Rank = i }.Create(), new Thing($"side-{i}", "ann").Create()))));

        results.Count(result => result.Succeeded).ShouldBe(1);
        (await AllAsync(Query("ann", "thing"))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_no_answer()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ReadAsync(new DocumentKey(Things, "ann", "t"), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.QueryAsync(Query("ann", "thing"), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ReadChangesAsync(Things, null, 1, cancelled));
    }

    [Fact]
    public async Task Creating_the_containers_again_and_checking_does_no_harm()
    {
        await CreateAsync(new Thing("t", "ann"));
        await Store.EnsureCreatedAsync();
        await Store.CheckAsync();
        (await ReadAsync("ann", "t")).ShouldNotBeNull();
    }
}
