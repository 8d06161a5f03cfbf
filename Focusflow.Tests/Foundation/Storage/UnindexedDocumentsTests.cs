using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>New documents of SQLite are found at once, and enter the indexes together.</summary>
public sealed class UnindexedDocumentsTests : IDisposable
{
    private readonly ContainerDefinition things = Thing.NewContainer();
    private SqliteDatabase database = SqliteDatabase.OpenTemporary();

    public UnindexedDocumentsTests() => database.Writer.Rest = Timeout.InfiniteTimeSpan;

    private string Table => new DocumentTable(things).Name;

    public void Dispose() => database.Dispose();

    [Fact]
    public Task Whatever_was_written_and_entered_meanwhile_every_query_agrees_with_a_naive_oracle() => Seeded.RunsAsync(5, async random =>
    {
        var (store, made) = (await OpenAsync(), new RandomThings(random));
        var all = new Dictionary<string, (Thing Thing, string ETag)>();
        for (var i = 0; i < 400; i++)
        {
            var (id, about) = ($"t{random.Next(90)}", string.Create(CultureInfo.InvariantCulture, $"step {i}"));
            var thing = made.Thing(id);
            if (!all.TryGetValue(id, out var stored))
                all[id] = (thing, await CommitAsync(store, thing.Owner, thing.Create()));
            else if (random.Next(3) == 0 && all.Remove(id))
                await CommitAsync(store, stored.Thing.Owner, stored.Thing.Delete(stored.ETag));
            else
                all[id] = (thing = thing with { Owner = stored.Thing.Owner }, await CommitAsync(store, thing.Owner, thing.Replace(stored.ETag)));
            if (random.Next(40) == 0)
                await EnterAllAsync(store);

            var query = made.Query(things);
            var expected = QueryOracle.Answer(query, all.Values.Select(one => one.Thing));
            var actual = new List<Thing>();
            DocumentPage page;
            do
            {
                page = await store.QueryAsync(query);
                actual.AddRange(page.Documents.Select(Thing.Of));
                query = query with { Continuation = page.Continuation };
                if (page.Continuation is not null && random.Next(40) == 0)
                    await EnterAllAsync(store); // between two pages
            }
            while (page.Continuation is not null);
            actual.ShouldBe(expected, ignoreOrder: true, $"{about}: {RandomThings.Describe(query)}");
            if (query.Sort is { } sort)
                actual.Select(one => QueryOracle.Value(one, sort.Path)).ShouldBe(expected.Select(one => QueryOracle.Value(one, sort.Path)), about);

            (await store.CountAsync(things, thing.Owner, thing.Kind)).ShouldBe(all.Values.Count(one => one.Thing.Owner == thing.Owner && one.Thing.Kind == thing.Kind), about);
            ((await store.ReadAsync(new DocumentKey(things, thing.Owner, id)))?.ETag).ShouldBe(all.TryGetValue(id, out var now) ? now.ETag : null, about);
        }

        Unindexed().ShouldBeLessThan(all.Count);
        foreach (var (thing, etag) in all.Values)
            await CommitAsync(store, thing.Owner, thing.Delete(etag));
    });

    [Fact]
    public async Task Those_of_a_partition_are_entered_when_they_are_many()
    {
        var store = await OpenAsync();
        await WriteAsync(store, "bob", 5);
        await WriteAsync(store, "ann", 31);
        Unindexed().ShouldBe(36);

        await WriteAsync(store, "ann", 1);
        Unindexed().ShouldBe(5);
    }

    [Fact]
    public async Task Those_of_many_partitions_are_entered_as_they_are_written_and_who_has_waited_longest_makes_room()
    {
        var store = await OpenAsync();
        for (var i = 1; i <= 256 + 15; i++)
            await WriteAsync(store, $"user-{i}", 1);
        Unindexed().ShouldBe(256);

        await WriteAsync(store, "user-7", 1);
        Unindexed().ShouldBe(257);
        await WriteAsync(store, "another", 1);
        Unindexed().ShouldBe(256);
        (await store.QueryAsync(new DocumentQuery(things, "another", "thing") { Sort = new("rank") })).Documents.ShouldHaveSingleItem();
        database.Read(session => session.Scalar($"SELECT min(doc) FROM {Table} WHERE unindexed = 1")).ShouldBe(2L);
    }

    [Fact]
    public async Task Many_of_one_batch_are_entered_as_they_are_written()
    {
        var store = await OpenAsync();
        (await store.CommitAsync(new DocumentBatch(things, "ann", [.. Enumerable.Range(0, 8).Select(i => new Thing($"t{i}", "ann").Create())]))).Succeeded.ShouldBeTrue();
        Unindexed().ShouldBe(0);
        (await store.CommitAsync(new DocumentBatch(things, "ann", [.. Enumerable.Range(0, 7).Select(i => new Thing($"u{i}", "ann").Create())]))).Succeeded.ShouldBeTrue();
        Unindexed().ShouldBe(7);
    }

    [Fact]
    public async Task When_nobody_has_written_for_a_moment_all_are_entered()
    {
        database.Writer.Rest = TimeSpan.FromMilliseconds(1);
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => WriteAsync(store, $"user-{i}", 1)));
        while (Unindexed() > 0)
            await Task.Yield();
        (await store.QueryAsync(new DocumentQuery(things, "user-7", "thing") { Sort = new("rank") })).Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_killed_process_has_not_entered_is_entered_by_the_next()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
        try
        {
            using (database = SqliteDatabase.Open(path))
            {
                database.Writer.Rest = Timeout.InfiniteTimeSpan;
                await WriteAsync(await OpenAsync(), "ann", 20);
                Unindexed().ShouldBe(20);
                database.Abandon();
            }

            database = SqliteDatabase.Open(path);
            var store = await OpenAsync();
            Unindexed().ShouldBe(0);
            (await store.QueryAsync(new DocumentQuery(things, "ann", "thing") { Sort = new("name") })).Documents.Count.ShouldBe(20);
        }
        finally
        {
            database.Dispose();
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                File.Delete(path + suffix);
        }
    }

    /// <summary>What it is for: the same documents of several users, one by one.</summary>
    [Fact]
    public async Task Entered_together_they_write_less_than_half_of_the_pages()
    {
        var together = await PagesAsync(_ => Task.CompletedTask);
        var alone = await PagesAsync(EnterAllAsync);
        together.ShouldBeLessThan(alone / 2, string.Create(CultureInfo.InvariantCulture, $"{alone} pages when each is entered alone"));

        async Task<long> PagesAsync(Func<SqliteDocumentStore, Task> afterEach)
        {
            using var own = database = SqliteDatabase.OpenTemporary();
            own.Writer.Rest = Timeout.InfiniteTimeSpan;
            var store = await OpenAsync();
            var before = new FileInfo(own.Path + "-wal").Length;
            for (var i = 0; i < 64 * 8; i++)
            {
                await WriteAsync(store, Guid.Parse($"00000000-0000-0000-0000-00000000000{i % 8}").ToString(), 1);
                await afterEach(store);
            }

            return (new FileInfo(own.Path + "-wal").Length - before) / 2072;
        }
    }

    private static Task EnterAllAsync(SqliteDocumentStore store) => store.EnsureCreatedAsync().AsTask();

    private async Task<SqliteDocumentStore> OpenAsync()
    {
        var store = new SqliteDocumentStore(database, TimeProvider.System, [things]);
        await store.EnsureCreatedAsync();
        return store;
    }

    private async Task WriteAsync(SqliteDocumentStore store, string owner, int number)
    {
        for (var i = 0; i < number; i++)
            await CommitAsync(store, owner, new Thing(Guid.CreateVersion7().ToString(), owner) { Name = "Write the report", Rank = i, Tags = ["report", "writing"] }.Create());
    }

    private async Task<string> CommitAsync(SqliteDocumentStore store, string owner, DocumentWrite write)
    {
        var result = await store.CommitAsync(new DocumentBatch(things, owner, [write]));
        result.Succeeded.ShouldBeTrue();
        return result.ETags[0];
    }

    private long Unindexed() => database.Read(session => (long)session.Scalar($"SELECT count(*) FROM {Table} WHERE unindexed = 1")!);
}
