using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

public sealed class CosmosQueryTextTests
{
    private static readonly ContainerDefinition Things = Thing.NewContainer();
    private static readonly Lazy<SdkQueryParser?> Parser = new(SdkQueryParser.Open);

    [Fact]
    public void A_list_names_partition_and_kind_and_orders()
    {
        var text = Of(new DocumentQuery(Things, "ann", "thing") { Sort = new("name", Descending: true) });

        text.Text.ShouldBe("""SELECT * FROM c WHERE c["owner"] = @p0 AND c["kind"] = @p1 ORDER BY c["name"] DESC""");
        text.Parameters.ShouldBe([new("@p0", "ann"), new("@p1", "thing")]);
    }

    [Fact]
    public void Others_come_besides_whatever_the_filters_say() =>
        Of(new DocumentQuery(Things, "ann", "thing") { Filters = [new DocumentFilter.EqualTo("done", true)], Besides = ["a", "b"] }).Text.ShouldBe(
            """SELECT * FROM c WHERE c["owner"] = @p0 AND ((c["kind"] = @p1 AND c["done"] = @p2) OR (c["id"] IN (@p3, @p4) AND NOT (c["kind"] = @p1)))""");

    [Fact]
    public void No_value_of_a_caller_is_part_of_the_text()
    {
        const string Nasty = "\"] = 1 OR true --";
        var text = Of(new DocumentQuery(Things, Nasty, Nasty)
        {
            Filters =
            [
                new DocumentFilter.EqualTo("colour", Nasty),
                new DocumentFilter.OneOf("colour", Nasty, Nasty),
                new DocumentFilter.Between("name", Nasty, Nasty),
                new DocumentFilter.ContainsAny("tags", Nasty),
                new DocumentFilter.ContainsAll("tags", Nasty),
                new DocumentFilter.HasText([Nasty], "note"),
            ],
        });

        text.Text.ShouldNotContain("true --");
        text.Parameters.ShouldAllBe(parameter => Equals(parameter.Value, Nasty));
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_filter_has_its_condition(DocumentFilter filter, string condition) =>
        Of(new DocumentQuery(Things, "ann") { Filters = [filter] }).Text.ShouldBe($"""SELECT * FROM c WHERE c["owner"] = @p0 AND {condition}""");

    public static TheoryData<DocumentFilter, string> Filters() => new()
    {
        { new DocumentFilter.EqualTo("done", true), """c["done"] = @p1""" },
        { new DocumentFilter.OneOf("rank", 1, 2), """c["rank"] IN (@p1, @p2)""" },
        { new DocumentFilter.Between("rank", 1, 5), """(c["rank"] >= @p1 AND c["rank"] < @p2)""" },
        { new DocumentFilter.Between("rank", null, 5), """(c["rank"] < @p1)""" },
        { new DocumentFilter.Between("rank", null, null), """(IS_DEFINED(c["rank"]) AND NOT IS_NULL(c["rank"]))""" },
        { new DocumentFilter.ContainsAny("tags", "a", "b"), """(ARRAY_CONTAINS(c["tags"], @p1) OR ARRAY_CONTAINS(c["tags"], @p2))""" },
        { new DocumentFilter.ContainsAll("tags", "a", "b"), """(ARRAY_CONTAINS(c["tags"], @p1) AND ARRAY_CONTAINS(c["tags"], @p2))""" },
        { new DocumentFilter.ContainsAll("tags"), "true" },
        { new DocumentFilter.HasText(["x"], "name", "note"), """(CONTAINS(c["name"], @p1, true) OR CONTAINS(c["note"], @p1, true))""" },
        { new DocumentFilter.HasText(["x", "y"], "name"), """(CONTAINS(c["name"], @p1, true) OR CONTAINS(c["name"], @p2, true))""" },
    };

    [Fact]
    public void The_parser_of_the_service_takes_random_queries() => Seeded.Runs(1, seeded =>
    {
        var random = new RandomThings(seeded);
        for (var i = 0; i < 500; i++)
            ShouldParse(random.Query(Things), $"query {i}");
    });

    [Fact]
    public void The_parser_of_the_service_takes_everything_that_the_containers_declare()
    {
        foreach (var container in Containers.All)
        {
            var kinds = container.SortIndexes.Select(sort => sort.Kind).Append("other").Distinct();
            foreach (var kind in kinds)
            {
                ShouldParse(new DocumentQuery(container, "p", kind), kind);
                foreach (var sort in container.SortIndexes.Where(sort => sort.Kind == kind))
                {
                    var query = new DocumentQuery(container, "p", kind) { Sort = new(sort.Path), Filters = [.. container.FilterPaths.Select(Filter)] };
                    ShouldParse(query, kind);
                    if (sort.AcrossPartitions)
                        ShouldParse(query with { Partition = null, Filters = [new DocumentFilter.Between(sort.Path, null, "z")] }, kind);
                }
            }

            ShouldParse(new DocumentQuery(container, "p"), container.Name);
            ShouldParse(new DocumentQuery(container, "p", "one", "another"), container.Name);

            DocumentFilter Filter(string path) =>
                container.ArrayPaths.Contains(path) ? new DocumentFilter.ContainsAny(path, "a", "b") : new DocumentFilter.EqualTo(path, "x");
        }
    }

    [Fact]
    public void The_parser_of_the_service_is_not_easily_pleased()
    {
        SkipWithoutParser();
        Parser.Value!.Parse("SELECT * FROM c WHERE CONTAINS(c.a)", [], "owner").Error.ShouldNotBeNull().ShouldContain("CONTAINS");
    }

    private static void ShouldParse(DocumentQuery query, string about)
    {
        SkipWithoutParser();
        if (query.Filters.Any(filter => filter.MatchesNothing()))
            return;
        var text = Of(query);
        var (error, partitions) = Parser.Value!.Parse(text.Text, text.Parameters, query.Container.PartitionKey);
        error.ShouldBeNull($"{about}: {text.Text}");
        if (query.Partition is { } partition)
            partitions.ShouldNotBeNull(about).ShouldBeSubsetOf([partition], $"{about}: {text.Text}");
        else
            (partitions ?? []).ShouldBeEmpty(about);
    }

    private static void SkipWithoutParser() =>
        Assert.SkipWhen(Parser.Value is null, "The Cosmos DB SDK has no query parser of its own on this operating system.");

    private static CosmosQueryText Of(DocumentQuery query) => CosmosQueryText.Of(query);
}
