using System.Globalization;
using System.Text;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>The contract on SQLite, and what is SQLite's own: durability, indexes, grouped commits.</summary>
public sealed class SqliteDocumentStoreTests : DocumentStoreContract
{
    private readonly SteppedClock clock = new();
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    public override ValueTask DisposeAsync()
    {
        database.Dispose();
        File.Exists(database.Path).ShouldBeFalse();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Expired_documents_are_removed_from_the_file_by_later_writes()
    {
        for (var i = 0; i < 150; i++)
            await CreateAsync(new Thing($"fleeting-{i}", "ann"), TimeSpan.FromSeconds(60));
        Rows().ShouldBe(150);

        await PassAsync(TimeSpan.FromMinutes(2));
        await Store.EnsureCreatedAsync(); // so that all of them are in the index of what expires
        await CreateAsync(new Thing("one", "ann"));
        await CreateAsync(new Thing("two", "ann"));
        Rows().ShouldBe(2);
    }

    /// <summary>Two who follow one part in which nothing happens, each from a place of its own.</summary>
    [Fact]
    public async Task What_a_part_of_the_feed_has_passed_over_is_not_passed_over_again()
    {
        for (var i = 0; i < 300; i++)
            await CreateAsync(new Thing($"thing-{i}", "ann"));
        var other = (await Store.SplitChangesAsync(Things, null)).Single(half => FeedRange.Parse(half) is var part && (PartitionHash.Of("ann"u8) < part.First || PartitionHash.Of("ann"u8) > part.Last));
        var later = (FeedRange.Parse(other) with { After = 100 }).ToString();

        var first = await CountedSteps.OfAsync(database, () => LookAsync(other));
        await LookAsync(later);
        var again = await CountedSteps.OfAsync(database, async () =>
        {
            await LookAsync(other);
            await LookAsync(later);
        });

        again.ShouldBeLessThan(first / 10);
        await CreateAsync(new Thing("news", UserOf(other)));
        (await Store.ReadChangesAsync(Things, other, 10)).Documents.ShouldHaveSingleItem().Id.ShouldBe("news");
        (await Store.ReadChangesAsync(Things, later, 10)).Documents.ShouldHaveSingleItem().Id.ShouldBe("news");

        async Task LookAsync(string checkpoint) => (await Store.ReadChangesAsync(Things, checkpoint, 10)).Documents.ShouldBeEmpty();
        static string UserOf(string part) => Enumerable.Range(0, 100).Select(number => $"user-{number}").First(
            user => PartitionHash.Of(Encoding.UTF8.GetBytes(user)) is var hash && hash >= FeedRange.Parse(part).First && hash <= FeedRange.Parse(part).Last);
    }

    [Fact]
    public async Task A_write_that_SQLite_cannot_take_fails_alone()
    {
        var writes = Enumerable.Range(0, 20).Select(i => Task.Run(() => CommitAsync("ann", new Thing($"t{i}", "ann").Create()))).ToList();
        var broken = new DocumentWrite.Create("broken", "thing", "{not json"u8.ToArray());
        await Should.ThrowAsync<Exception>(() => CommitAsync("ann", broken));
        await Should.ThrowAsync<Exception>(() => CommitAsync("ann", new Thing("beside", "ann").Create(), broken));

        (await Task.WhenAll(writes)).ShouldAllBe(result => result.Succeeded);
        (await ReadAsync("ann", "beside")).ShouldBeNull();
        Rows().ShouldBe(20);
    }

    [Fact]
    public async Task Readers_and_writers_in_parallel_see_whole_batches_only()
    {
        var pair = new[] { new Thing("left", "ann"), new Thing("right", "ann") };
        (await CommitAsync("ann", [.. pair.Select(thing => thing.Create())])).Succeeded.ShouldBeTrue();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                var page = await Store.QueryAsync(Query("ann", "thing") with { Sort = new("name") });
                await CommitAsync("ann", [.. page.Documents.Select(document => (Thing.Of(document) with { Rank = Thing.Of(document).Rank + 1 }).Replace(document.ETag))]);
            }
        })));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                await Task.Yield(); // reads end on the spot; without this the writers would find no free thread
                var ranks = (await Store.QueryAsync(Query("ann", "thing"))).Documents.Select(document => Thing.Of(document).Rank).ToList();
                ranks.Count.ShouldBe(2);
                ranks[0].ShouldBe(ranks[1]);
            }
        })));
        await writing;
    }

    [Fact]
    public async Task A_text_is_found_however_the_document_writes_it()
    {
        string[] texts =
        [
            "plain", "Plain Text", "a \"quoted\" word", @"back\slash", "a/b", "line\nbreak", "Ünlü", "über", "O'Neil", "a+b&c<d>", "\u212Aelvin", "kelvin", "\u0131", "I", "\u017F", "s",
            "\\u0041", "emoji \U0001F680", "tab\there", "",
        ];
        foreach (var (i, text) in texts.Index())
            await CreateAsync(new Thing($"t{i:00}", "ann") { Name = text, Note = new string('-', i * 200) + text });

        foreach (var part in (string[])[.. texts, "PLAIN", "QUOTED", "\"Q", "\\", "/", "\n", "ü", "Ü", "'n", "+B", "k", "K", "\u212A", "S", "u0041", "\U0001F680", "\"", "note"])
        {
            if (part.Length == 0)
                continue;
            var query = Query("ann", "thing") with { Filters = [new DocumentFilter.HasText([part, "nowhere to be found"], "note")], Limit = 100 };
            var expected = texts.Index().Where(text => text.Item.Contains(part, StringComparison.OrdinalIgnoreCase)).Select(text => $"t{text.Index:00}");
            (await Store.QueryAsync(query)).Documents.Select(document => document.Id).Order(StringComparer.Ordinal).ShouldBe(expected, part);
        }
    }

    [Theory]
    [InlineData("Write the report", "nowhere", false)]
    [InlineData("Write the report", "REPORT", true)]
    [InlineData("O'Neil", "'N", true)]
    [InlineData("Über", "nowhere", true)]
    [InlineData("Write the report", "über", true)]
    public void A_task_is_mostly_ruled_out_by_its_bytes(string title, string part, bool may)
    {
        var task = new TaskDocument { Id = "t", UserId = "ann", Title = title, CreatedAt = clock.GetUtcNow(), UpdatedAt = clock.GetUtcNow() };
        var json = Encoding.UTF8.GetString(DocumentJson.Write(task));
        database.Read(session => session.Scalar("SELECT may_have_text(?1, ?2)", json, part)).ShouldBe(may ? 1L : 0L);
    }

    [Fact]
    public async Task A_database_that_is_closed_is_an_outage()
    {
        database.Dispose();
        await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.CheckAsync());
        await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.ReadAsync(new DocumentKey(Things, "ann", "t")));
        await Should.ThrowAsync<StoreUnavailableException>(() => CommitAsync("ann", new Thing("t", "ann").Create()));
    }

    protected override Task<IDocumentStore> OpenAsync(IReadOnlyList<ContainerDefinition> containers) =>
        Task.FromResult<IDocumentStore>(new SqliteDocumentStore(database, clock, containers));

    protected override Task PassAsync(TimeSpan time)
    {
        clock.Pass(time);
        return Task.CompletedTask;
    }

    private long Rows() => database.Read(session =>
        Convert.ToInt64(session.Scalar($"SELECT count(*) FROM documents_{Things.Name.Replace('-', '_')}"), CultureInfo.InvariantCulture));
}
