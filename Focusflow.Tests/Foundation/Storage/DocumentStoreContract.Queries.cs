using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public abstract partial class DocumentStoreContract
{
    /// <summary>How many random queries are compared with the oracle.</summary>
    protected virtual int RandomQueries => 300;

    [Fact]
    public Task Every_query_agrees_with_a_naive_oracle() => Seeded.RunsAsync(1, async seeded =>
    {
        var random = new RandomThings(seeded);
        var all = Enumerable.Range(0, 120).Select(i => random.Thing($"t{i}")).ToList();
        var chunks = all.GroupBy(thing => thing.Owner).SelectMany(partition => partition.Chunk(100)).ToList();
        List<CommitResult> created = [];
        foreach (var chunk in chunks)
            created.Add(await CommitAsync(chunk[0].Owner, [.. chunk.Select(thing => thing.Create())]));
        created.ShouldAllBe(result => result.Succeeded);

        for (var i = 0; i < RandomQueries; i++)
        {
            var query = random.Query(Things);
            var expected = QueryOracle.Answer(query, all);
            var actual = await AllAsync(query);
            var about = string.Create(CultureInfo.InvariantCulture, $"query {i}: {RandomThings.Describe(query)}");

            actual.Select(thing => (thing.Owner, thing.Id)).ShouldBe(expected.Select(thing => (thing.Owner, thing.Id)), ignoreOrder: true, about);
            if (query.Sort is { } sort)
                actual.Select(thing => QueryOracle.Value(thing, sort.Path)).ShouldBe(expected.Select(thing => QueryOracle.Value(thing, sort.Path)), about);
        }

        foreach (var (chunk, result) in chunks.Zip(created))
            await CommitAsync(chunk[0].Owner, [.. chunk.Zip(result.ETags, (thing, version) => new DocumentWrite.Delete(thing.Id, version))]);
    });

    [Fact]
    public async Task Text_sorts_by_code_point()
    {
        string[] sorted = ["", "A", "B", "Z", "_", "a", "aa", "b", "é", "世", "\uFFFD", "😀"];
        foreach (var name in sorted.Reverse())
            await CreateAsync(new Thing($"t{Guid.NewGuid():N}", "ann") { Name = name });

        (await AllAsync(Query("ann", "thing") with { Sort = new("name"), Limit = 5 })).Select(thing => thing.Name).ShouldBe(sorted);
        (await AllAsync(Query("ann", "thing") with { Filters = [new DocumentFilter.Between("name", "a", "b")] }))
            .Select(thing => thing.Name).ShouldBe(["a", "aa"], ignoreOrder: true);
    }

    [Fact]
    public async Task Types_are_not_mixed_up()
    {
        await CreateAsync(new Thing("number", "ann") { Rank = 1, Colour = "1", Done = true, Tags = ["1"] });

        async Task<int> Count(DocumentFilter filter) => (await AllAsync(Query("ann", "thing") with { Filters = [filter] })).Count;
        (await Count(new DocumentFilter.EqualTo("colour", 1))).ShouldBe(0);
        (await Count(new DocumentFilter.EqualTo("rank", "1"))).ShouldBe(0);
        (await Count(new DocumentFilter.EqualTo("rank", true))).ShouldBe(0);
        (await Count(new DocumentFilter.OneOf("rank", "1", true))).ShouldBe(0);
        (await Count(new DocumentFilter.OneOf("rank", "1", 1, true))).ShouldBe(1);
        (await Count(new DocumentFilter.Between("rank", null, "z"))).ShouldBe(0);
        (await Count(new DocumentFilter.Between("colour", 0, null))).ShouldBe(0);
        (await Count(new DocumentFilter.HasText(["1"], "rank"))).ShouldBe(0);
        (await Count(new DocumentFilter.EqualTo("done", true))).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_container_does_not_declare_cannot_be_asked()
    {
        DocumentQuery[] wrong =
        [
            Query("ann", "thing") with { Sort = new("colour") },
            Query("ann", "gadget") with { Sort = new("rank") },
            Query("ann") with { Sort = new("rank") },
            Query("ann", "thing") with { Filters = [new DocumentFilter.EqualTo("weight", 1)] },
            Query("ann", "thing") with { Limit = 0 },
            Query("ann", "thing") with { Limit = 1001 },
            Query(null, "thing"),
            Query(null, "thing") with { Sort = new("rank") },
            Query("ann") with { Besides = ["a"] },
            Query("ann", "thing") with { Besides = ["a"], Sort = new("rank") },
            Query("ann", "thing") with { Besides = ["a"], Filters = [new DocumentFilter.OneOf("rank")] },
        ];
        foreach (var query in wrong)
            await Should.ThrowAsync<ArgumentException>(async () => await Store.QueryAsync(query), RandomThings.Describe(query));
    }
}
