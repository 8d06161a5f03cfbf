using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>The number of a change is greater than all before, whatever was deleted, failed, or written by another program meanwhile.</summary>
public sealed class ChangeNumbersTests : IDisposable
{
    private readonly ContainerDefinition container = Thing.NewContainer();
    private readonly SteppedClock clock = new();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"focusflow-test-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task No_number_is_given_twice() => await Seeded.RunsAsync(20, async random =>
    {
        var (last, checkpoint) = (0L, (string?)null);
        var stores = new List<(SqliteDatabase Database, SqliteDocumentStore Store)>();
        try
        {
            for (var step = 0; step < 60; step++)
            {
                if (stores.Count == 0 || random.Next(10) == 0)
                    await OpenAsync(random, stores);
                if (random.Next(4) == 0)
                    clock.Pass(TimeSpan.FromMinutes(2)); // then some have expired, and what is written next purges them
                var store = stores[random.Next(stores.Count)].Store;
                var written = random.Next(8) switch
                {
                    0 or 1 or 2 => await DeleteAsync(store, random, (await AllAsync(store)).OrderBy(Number).LastOrDefault()),
                    3 => await DeleteAsync(store, random, (await AllAsync(store)).OrderBy(Number).FirstOrDefault()),
                    4 => await ReplaceAsync(store, random),
                    5 => await FailAsync(store),
                    _ => await CreateAsync(store, random),
                };

                foreach (var etag in written.Where(etag => etag.Length > 0).Select(etag => long.Parse(etag, CultureInfo.InvariantCulture)))
                {
                    etag.ShouldBeGreaterThan(last);
                    last = etag;
                }

                // Whoever follows the feed from where it ended is told just what was written since.
                var changes = await store.ReadChangesAsync(container, checkpoint, 1000);
                if (random.Next(2) == 0)
                    checkpoint = (await store.ReadChangesAsync(container, ChangePage.FromNow, 1000)).Checkpoint;
                if (written.Any(etag => etag.Length > 0))
                    changes.Documents.Select(document => document.ETag).ShouldContain(written.Last(etag => etag.Length > 0));
            }
        }
        finally
        {
            stores.ForEach(opened => opened.Database.Dispose());
        }
    });

    [Fact]
    public async Task What_a_transaction_has_taken_back_was_not_given()
    {
        using var database = SqliteDatabase.Open(path);
        var store = await OpenAsync(database);
        var first = (await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing("a", "ann").Create()]))).ETags[0];
        var numbers = new DocumentTable(container).Numbers;
        await Should.ThrowAsync<OperationCanceledException>(() => database.WriteAsync<bool>(session =>
        {
            numbers.Next(session);
            numbers.Next(session);
            throw new OperationCanceledException();
        }));

        // Else the number of the document would pass for one that others have exceeded.
        await database.WriteAsync(session =>
        {
            numbers.Deleting(session, long.Parse(first, CultureInfo.InvariantCulture));
            return session.Execute($"DELETE FROM {new DocumentTable(container).Name}");
        });
        (await store.ReadChangesAsync(container, ChangePage.FromNow, 1)).Checkpoint.ShouldBe(first);
    }

    [Fact]
    public async Task Two_stores_that_share_a_transaction_share_its_numbers()
    {
        using var database = SqliteDatabase.Open(path);
        await OpenAsync(database);
        var (one, other) = (new DocumentTable(container).Numbers, new DocumentTable(container).Numbers);
        (await database.WriteAsync(session => (long[])[one.Next(session), other.Next(session), one.Next(session)])).ShouldBe([1, 2, 3]);
    }

    private static long Number(StoredDocument document) => long.Parse(document.ETag, CultureInfo.InvariantCulture);

    /// <summary>Opens the file again, or a second time.</summary>
    private async Task OpenAsync(Random random, List<(SqliteDatabase Database, SqliteDocumentStore Store)> stores)
    {
        if (stores.Count > 1 || random.Next(2) == 0)
        {
            stores.ForEach(opened => opened.Database.Dispose());
            stores.Clear();
        }

        var database = SqliteDatabase.Open(path, durable: false);
        stores.Add((database, await OpenAsync(database)));
    }

    private async Task<SqliteDocumentStore> OpenAsync(SqliteDatabase database)
    {
        var store = new SqliteDocumentStore(database, clock, [container]);
        await store.EnsureCreatedAsync();
        return store;
    }

    private async Task<IReadOnlyList<StoredDocument>> AllAsync(SqliteDocumentStore store) =>
        (await store.QueryAsync(new DocumentQuery(container, "ann", "thing") { Limit = 1000 })).Documents;

    private async Task<IReadOnlyList<string>> CreateAsync(SqliteDocumentStore store, Random random) => (await store.CommitAsync(new DocumentBatch(
        container,
        "ann",
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Thing($"{Guid.NewGuid():N}", "ann").Create(random.Next(3) == 0 ? TimeSpan.FromMinutes(1) : null))]))).ETags;

    private async Task<IReadOnlyList<string>> ReplaceAsync(SqliteDocumentStore store, Random random)
    {
        var all = await AllAsync(store);
        if (all.Count == 0)
            return [];
        var one = all[random.Next(all.Count)];
        return (await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing(one.Id, "ann") { Rank = random.Next() }.Replace(one.ETag)]))).ETags;
    }

    private async Task<IReadOnlyList<string>> DeleteAsync(SqliteDocumentStore store, Random random, StoredDocument document)
    {
        if (document.Id is null)
            return [];
        DocumentWrite[] batch = [new Thing(document.Id, "ann").Delete(document.ETag), .. random.Next(2) == 0 ? [] : (DocumentWrite[])[new Thing($"{Guid.NewGuid():N}", "ann").Create()]];
        if (random.Next(2) == 0)
            Array.Reverse(batch);
        return (await store.CommitAsync(new DocumentBatch(container, "ann", batch))).ETags;
    }

    private async Task<IReadOnlyList<string>> FailAsync(SqliteDocumentStore store) => (await store.CommitAsync(new DocumentBatch(
        container, "ann", [new Thing($"{Guid.NewGuid():N}", "ann").Create(), new Thing("not there", "ann").Delete("1")]))).ETags;
}
