using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public sealed class MeteredDocumentStoreTests : IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task Each_flow_counts_its_own_use()
    {
        var container = Thing.NewContainer();
        var store = new MeteredDocumentStore(new SqliteDocumentStore(database, TimeProvider.System, [container]));
        await store.EnsureCreatedAsync();

        async Task<StoreUsage> Use(int reads)
        {
            var usage = StoreUsage.Begin();
            for (var i = 0; i < reads; i++)
                await store.ReadAsync(new DocumentKey(container, "ann", "t"));
            await store.QueryAsync(new DocumentQuery(container, "ann", "thing"));
            await store.CommitAsync(new DocumentBatch(container, "ann", [new Thing($"a{reads}", "ann").Create(), new Thing($"b{reads}", "ann").Create()]));
            await store.ReadChangesAsync(container, null, 10);
            StoreUsage.Current!.AddCharge(2.5);
            return usage;
        }

        var usages = await Task.WhenAll(Use(1), Use(2), Use(3));

        usages.Select(usage => usage.Reads).ShouldBe([1, 2, 3]);
        usages.ShouldAllBe(usage => usage.Queries == 1 && usage.Commits == 1 && usage.Writes == 2 && usage.ChangeReads == 1);
        usages[2].ToString().ShouldBe("3 reads, 1 queries, 1 commits of 2 writes, 1 change reads, 2.5 RU");
        StoreUsage.Current.ShouldBeNull();
        await store.ReadAsync(new DocumentKey(container, "ann", "t"));
    }
}
