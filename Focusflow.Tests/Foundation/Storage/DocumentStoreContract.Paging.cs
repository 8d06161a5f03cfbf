using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public abstract partial class DocumentStoreContract
{
    [Theory]
    [InlineData("name", false)]
    [InlineData("name", true)]
    [InlineData("rank", false)]
    [InlineData("rank", true)]
    [InlineData(null, false)]
    public async Task Paging_gives_each_document_once_while_others_are_added(string? sort, bool descending)
    {
        var random = new Random(7);
        Thing Next(string id) => new(id, "ann") { Name = $"n{random.Next(100)}", Rank = random.Next(5) };
        var before = Enumerable.Range(0, 40).Select(i => Next($"before-{i}")).ToList();
        (await CommitAsync("ann", [.. before.Select(thing => thing.Create())])).Succeeded.ShouldBeTrue();

        var query = Query("ann", "thing") with { Limit = 6, Sort = sort is null ? null : new(sort, descending) };
        List<string> seen = [];
        for (var round = 0; ; round++)
        {
            var page = await Store.QueryAsync(query);
            seen.AddRange(page.Documents.Select(document => document.Id));
            if (page.Continuation is null || round > 20)
                break;
            for (var i = 0; i < 3; i++)
                await CreateAsync(Next($"meanwhile-{round}-{i}"));
            query = query with { Continuation = page.Continuation };
        }

        seen.ShouldBeUnique();
        before.Select(thing => thing.Id).ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Moving_bounds_do_not_spoil_a_continuation()
    {
        for (var i = 0; i < 6; i++)
            await CreateAsync(new Thing($"t{i}", "ann") { Rank = i });
        var query = Query("ann", "thing") with { Limit = 2, Sort = new("rank"), Filters = [new DocumentFilter.Between("rank", 0, 100)] };
        var first = await Store.QueryAsync(query);

        var second = await Store.QueryAsync(query with
        {
            Continuation = first.Continuation,
            Filters = [new DocumentFilter.Between("rank", 1, 101)],
        });

        second.Documents.Select(document => document.Id).ShouldBe(["t2", "t3"]);
    }

    [Fact]
    public async Task A_continuation_of_another_query_or_a_damaged_one_is_refused()
    {
        for (var i = 0; i < 6; i++)
        {
            await CreateAsync(new Thing($"t{i}", "ann") { Rank = i });
            await CreateAsync(new Thing($"t{i}", "bob") { Rank = i });
        }

        var query = Query("ann", "thing") with { Limit = 2, Sort = new("rank"), Filters = [new DocumentFilter.EqualTo("done", false)] };
        var good = (await Store.QueryAsync(query)).Continuation.ShouldNotBeNull();
        good.ShouldMatch("^[A-Za-z0-9_-]+$");
        query = query with { Continuation = good };
        (await Store.QueryAsync(query with { Limit = 3 })).Documents.Count.ShouldBe(3);

        DocumentQuery[] foreign =
        [
            query with { Partition = "bob" },
            query with { Sort = new("rank", Descending: true) },
            query with { Sort = new("name") },
            query with { Sort = null },
            query with { Kinds = [], Sort = null },
            query with { Filters = [] },
            query with { Filters = [new DocumentFilter.EqualTo("done", true)] },
            query with { Container = OtherThings },
            query with { Continuation = "" },
            query with { Continuation = "!!" },
            query with { Continuation = good[..^2] },
            query with { Continuation = good + "AA" },
            query with { Continuation = (good[0] == 'A' ? 'B' : 'A') + good[1..] },
            query with { Continuation = new string('A', 100_000) },
        ];
        foreach (var (i, other) in foreign.Index())
            await Should.ThrowAsync<InvalidContinuationException>(async () => await Store.QueryAsync(other), $"query {i}");
    }
}
