using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public sealed class SqliteDurabilityTests : IDisposable
{
    private readonly ContainerDefinition container = Thing.NewContainer();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"focusflow-test-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_opening_again()
    {
        using (var database = SqliteDatabase.Open(path))
        {
            var store = await OpenAsync(database);
            var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
                Task.Run(async () => await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing($"t{i}", "ann").Create()])))));
            results.ShouldAllBe(result => result.Succeeded);
            results.SelectMany(result => result.ETags).ShouldBeUnique();
        }

        using (var database = SqliteDatabase.Open(path))
        {
            var store = await OpenAsync(database);
            (await store.QueryAsync(new DocumentQuery(container, "ann", "thing") { Limit = 1000 })).Documents.Count.ShouldBe(100);
        }
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    public async Task A_file_with_pages_of_another_size_keeps_them(int size)
    {
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            using var made = connection.CreateCommand();
            made.CommandText = $"PRAGMA page_size = {size}; PRAGMA journal_mode = WAL; CREATE TABLE other (x)";
            made.ExecuteNonQuery();
        }

        using var database = SqliteDatabase.Open(path);
        var store = await OpenAsync(database);
        (await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("t", "ann") { Note = new string('x', 5000) }.Create()]))).Succeeded.ShouldBeTrue();
        Thing.Of((await store.ReadAsync(new DocumentKey(container, "ann", "t"))).ShouldNotBeNull()).Note!.Length.ShouldBe(5000);
        database.Read(session => session.Scalar("PRAGMA page_size")).ShouldBe(size);
    }

    [Fact]
    public async Task A_version_is_never_given_twice_even_when_the_last_document_is_deleted_before_closing()
    {
        string etag;
        using (var database = SqliteDatabase.Open(path))
        {
            var store = await OpenAsync(database);
            etag = (await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("t", "ann").Create()]))).ETags[0];
            await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("t", "ann").Delete(etag)]));
        }

        using (var database = SqliteDatabase.Open(path))
        {
            var store = await OpenAsync(database);
            (await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("t", "ann").Create()]))).ETags[0].ShouldNotBe(etag);
        }
    }

    [Fact]
    public async Task A_write_that_joins_shares_the_transaction_of_the_next_and_comes_first()
    {
        using var database = SqliteDatabase.Open(path);
        await database.WriteAsync(session => session.Execute("CREATE TABLE seen (number INTEGER PRIMARY KEY, value TEXT)"));
        database.Writer.Moment = Patience.Limit; // however slow the machine is

        var before = database.Commits;
        var first = database.WriteAsync("first", Insert, joins: true);
        var second = database.WriteAsync("second", Insert);
        await Task.WhenAll(first, second);

        (database.Commits - before).ShouldBe(1);
        database.Read(session => session.Query("SELECT value FROM seen ORDER BY number", row => row.Text(0))).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_write_that_joins_does_not_wait_for_ever()
    {
        using var database = SqliteDatabase.Open(path);
        await database.WriteAsync(session => session.Execute("CREATE TABLE seen (number INTEGER PRIMARY KEY, value TEXT)"));

        (await database.WriteAsync("alone", Insert, joins: true)).ShouldBe(1);
    }

    [Fact]
    public async Task Indexes_follow_the_declarations()
    {
        using var database = SqliteDatabase.Open(path, durable: false);
        await OpenAsync(database);
        var changed = container with { SortIndexes = [new("thing", "rank"), new("gadget", "weight")], NarrowIndexes = [], ElementIndexes = [] };
        var store = new SqliteDocumentStore(database, TimeProvider.System, [changed]);
        await store.EnsureCreatedAsync();

        (await store.QueryAsync(new DocumentQuery(changed, "ann", "gadget") { Sort = new("weight") })).Documents.ShouldBeEmpty();
        var indexes = database.Read(session => session.Query(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql GLOB '*(partition, key_*'", row => row.Text(0)));
        indexes.Count.ShouldBe(2);
        (await store.CommitAsync(new DocumentBatch(changed, "ann", [new Thing("later", "ann") { Tags = ["x"] }.Create()]))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_stored_before_its_elements_were_indexed_is_found_by_them()
    {
        using var database = SqliteDatabase.Open(path, durable: false);
        var plain = new SqliteDocumentStore(database, TimeProvider.System, [container with { ElementIndexes = [] }]);
        await plain.EnsureCreatedAsync();
        await plain.CommitAsync(new DocumentBatch(container, "ann", [new Thing("old", "ann") { Tags = ["x", "y"] }.Create(), new Thing("other", "ann").Create()]));

        var store = await OpenAsync(database);
        var query = new DocumentQuery(container, "ann", "thing") { Filters = [new DocumentFilter.ContainsAny("tags", "x")], Sort = new("name") };
        var found = (await store.QueryAsync(query)).Documents.ShouldHaveSingleItem();
        await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("old", "ann") { Tags = ["z"] }.Replace(found.ETag)]));
        (await store.QueryAsync(query)).Documents.ShouldBeEmpty();
    }

    private async Task<SqliteDocumentStore> OpenAsync(SqliteDatabase database)
    {
        var store = new SqliteDocumentStore(database, TimeProvider.System, [container]);
        await store.EnsureCreatedAsync();
        return store;
    }

    private static int Insert(SqliteSession session, string value) => session.Execute("INSERT INTO seen (value) VALUES (?1)", value);
}
