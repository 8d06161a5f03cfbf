using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>SQLite's own account of how it answers: always by an index, never by looking at everything or by sorting.</summary>
public sealed class SqliteIndexTests : IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    public static TheoryData<string, string, string> DeclaredSorts =>
        [.. Containers.All.SelectMany(container => container.SortIndexes.Select(sort => (container.Name, sort.Kind, sort.Path)))];

    public static TheoryData<string> ContainerNames => [.. Containers.All.Select(container => container.Name)];

    public void Dispose() => database.Dispose();

    [Theory]
    [MemberData(nameof(DeclaredSorts))]
    public async Task Every_declared_sort_is_served_by_its_index(string containerName, string kind, string path)
    {
        var container = Containers.All.Single(declared => declared.Name == containerName);
        var sort = container.FindSort(kind, path)!;
        await Create();
        foreach (var descending in (bool[])[false, true])
        {
            var query = new DocumentQuery(container, "p", kind) { Sort = new(path, descending) };
            if (sort.WithinPartition)
            {
                if (sort.IsOptional)
                    query = query with { Filters = [new DocumentFilter.Between(path, "a", "z")] };
                ShouldBeServed(query);
                ShouldBeServed(query with { Filters = [new DocumentFilter.Between(path, "a", "b")] });
                ShouldBeServed(query with { Filters = [.. query.Filters, .. container.FilterPaths.Select(filter => new DocumentFilter.EqualTo(filter, true))] });
            }

            if (sort.AcrossPartitions)
                ShouldBeServed(query with { Partition = null, Filters = [new DocumentFilter.Between(path, null, "b")] });
        }
    }

    [Theory]
    [MemberData(nameof(ContainerNames))]
    public async Task Listing_without_a_sort_is_served_by_an_index(string containerName)
    {
        var container = Containers.All.Single(declared => declared.Name == containerName);
        await Create();
        foreach (var kind in container.SortIndexes.Select(sort => sort.Kind).Append("some-other-kind").Distinct())
            ShouldBeServed(new DocumentQuery(container, "p", kind));
        ShouldBeServed(new DocumentQuery(container, "p"));
        ShouldBeServed(new DocumentQuery(container, "p", "one", "another"));
    }

    [Theory]
    [MemberData(nameof(ContainerNames))]
    public async Task Documents_asked_for_by_their_ids_are_found_by_their_keys(string containerName)
    {
        var container = Containers.All.Single(declared => declared.Name == containerName);
        await Create();
        foreach (var kind in container.SortIndexes.Select(sort => sort.Kind).Append("some-other-kind").Distinct())
        {
            var query = new DocumentQuery(container, "p", kind) { Filters = [new DocumentFilter.OneOf("id", "a", "b")] };
            var table = new DocumentTable(container);
            Plan(DocumentQueryText.Of(table, query, QueryOrder.Of(table, query), null, 0))[0].ShouldContain("_key (partition=? AND id=?)");
        }
    }

    [Fact]
    public async Task Documents_that_come_besides_others_are_found_by_their_keys()
    {
        await Create();
        var query = new DocumentQuery(Containers.UserData, "p", "focusSession", "timeLog")
        {
            Filters = [new DocumentFilter.Between("day", "a", "b")],
            Besides = ["account", "totals"],
        };
        var table = new DocumentTable(Containers.UserData);
        var plan = Plan(DocumentQueryText.Of(table, query, QueryOrder.Of(table, query), null, 0)).Where(step => step.StartsWith("SEARCH")).ToList();
        plan.Count.ShouldBe(3);
        plan.Count(step => step.Contains("_by_day (partition=? AND kind=? AND key_day>? AND key_day<?)")).ShouldBe(2);
        plan.ShouldContain(step => step.Contains("_key (partition=? AND id=?)"));
    }

    [Fact]
    public async Task Reading_committing_and_following_changes_are_served_by_an_index()
    {
        await Create();
        foreach (var container in Containers.All)
        {
            var table = new DocumentTable(container);
            var statements = table.Statements;
            var ofKinds = table.Keys.Kinds.Append(table.Keys.Of("some-other-kind")).SelectMany(kind => (string[])[kind.Find, kind.Replace(0), kind.Replace(1UL | KeysOfKind.KindChanges)]);
            foreach (var sql in (string[])[statements.Read, statements.Changes, statements.Delete, .. ofKinds])
                Plan(sql).Where(step => step is not ("COMPOUND QUERY" or "LEFT-MOST SUBQUERY" or "UNION ALL")).ShouldAllBe(step => step.StartsWith("SEARCH"), sql);
            Plan(statements.Purge).ShouldNotContain(step => step.StartsWith("SCAN"));
        }
    }

    private async Task Create() => await new SqliteDocumentStore(database, TimeProvider.System).EnsureCreatedAsync();

    private void ShouldBeServed(DocumentQuery query)
    {
        var table = new DocumentTable(query.Container);
        var order = QueryOrder.Of(table, query);
        var first = DocumentQueryText.Of(table, query, order, null, 0);
        var next = DocumentQueryText.Of(table, query, order, new QueryPosition("key", order.ById ? "id" : 1L), 0);
        foreach (var text in (SqlText[])[first, next])
        {
            var plan = Plan(text);
            var about = $"{text.Sql}\n{string.Join('\n', plan)}";
            plan[0].ShouldStartWith(query.Partition is null ? "S" : $"SEARCH {table.Name} USING INDEX", Case.Sensitive, about);
            plan.ShouldNotContain(step => step.Contains("TEMP B-TREE"), about);
            if (ReferenceEquals(text, next))
                plan[0].ShouldContain(order.Key is { } key ? key + (query.Sort is { Descending: true } ? "<?" : ">?") : order.ById ? "id>?" : "rowid>?", Case.Sensitive, about);
        }
    }

    private List<string> Plan(SqlText text) => Plan(text.Sql.ToString());

    private List<string> Plan(string sql) => database.Read(session =>
    {
        List<string> steps = [];
        using var statement = session.Statement("EXPLAIN QUERY PLAN " + sql);
        while (statement.Step())
            steps.Add(statement.Text(3));
        return steps;
    });
}
