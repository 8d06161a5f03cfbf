using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>What indexes hold lies in columns: the same as SQLite itself takes out of the JSON, and written only when it changes.</summary>
public sealed class KeyColumnsTests : IDisposable
{
    private static readonly string[] Letters = ["a", "ß", "\"", "\\", "\n", "\u0001", "😀", "/", "'", "é"];

    private static readonly JsonSerializerOptions[] Spellings =
        [new(), new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }];

    private readonly ContainerDefinition container = Thing.NewContainer();
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    private DocumentTable Table => new(container);

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task What_is_written_is_what_SQLite_takes_out_of_the_JSON() => await Seeded.RunsAsync(200, async random =>
    {
        await OpenAsync();
        var id = Guid.NewGuid().ToString("D");
        foreach (var write in (Func<byte[], DocumentWrite>[])[json => new DocumentWrite.Create(id, "thing", json), json => new DocumentWrite.Replace(id, "thing", json, ETagOf(id))])
        {
            await CommitAsync(write(RandomDocument(random, id)));
            var written = Columns(id);
            await database.WriteAsync(session => session.Execute(Table.Keys.Of("thing").Fill));
            Columns(id).ShouldBe(written);
        }
    });

    [Theory]
    [InlineData("note", 0)]
    [InlineData("colour", 0)]
    [InlineData("rank", 2)] // its own index, and that of those that are not done
    [InlineData("name", 1)]
    [InlineData("at", 2)] // within its partition and across all
    [InlineData("done", 1)]
    public async Task A_change_writes_the_indexes_of_what_has_changed(string property, int expected)
    {
        await OpenAsync();
        var thing = JsonNode.Parse(new Thing("t", "ann") { Name = "n", Note = "a", Colour = "a", Tags = ["x"] }.Json())!;
        await CommitAsync(new DocumentWrite.Create("t", "thing", Bytes(thing)));
        thing[property] = property switch { "rank" => 7, "done" => true, _ => "another" };

        var (keys, json) = (Table.Keys.Of("thing"), Bytes(thing));
        var changed = database.Read(session =>
        {
            using var found = session.Statement(keys.Find);
            PartitionKey.Bind(found, 1, "ann");
            found.Bind(2, "t");
            found.Step().ShouldBeTrue();
            return KeysOfKind.Changes(found, "thing", keys.Read(json));
        });

        IndexesWritten(keys.Replace(changed)).ShouldBe(expected + 1, "and the feed");
        await CommitAsync(new DocumentWrite.Replace("t", "thing", json, ETagOf("t")));
        JsonNode.DeepEquals(JsonNode.Parse((await (await OpenAsync()).ReadAsync(new DocumentKey(container, "ann", "t")))!.Value.Json.Span), thing).ShouldBeTrue();
    }

    [Fact]
    public async Task A_document_that_becomes_of_another_kind_is_found_as_that()
    {
        var store = await OpenAsync();
        await CommitAsync(new DocumentWrite.Create("t", "gadget", new Thing("t", "ann") { Kind = "gadget", Rank = 3, Tags = ["x"] }.Json()));
        await CommitAsync(new DocumentWrite.Replace("t", "thing", new Thing("t", "ann") { Rank = 3, Tags = ["x"] }.Json(), ETagOf("t")));
        var query = new DocumentQuery(container, "ann", "thing") { Sort = new("rank"), Filters = [new DocumentFilter.ContainsAny("tags", "x"), new DocumentFilter.EqualTo("rank", 3)] };
        (await store.QueryAsync(query)).Documents.ShouldHaveSingleItem();

        await CommitAsync(new DocumentWrite.Replace("t", "gadget", new Thing("t", "ann") { Kind = "gadget", Rank = 3, Tags = ["x"] }.Json(), ETagOf("t")));
        (await store.QueryAsync(query)).Documents.ShouldBeEmpty();
        (await store.QueryAsync(new DocumentQuery(container, "ann", "gadget"))).Documents.ShouldHaveSingleItem();
    }

    private async Task<SqliteDocumentStore> OpenAsync()
    {
        var store = new SqliteDocumentStore(database, TimeProvider.System, [container]);
        await store.EnsureCreatedAsync();
        return store;
    }

    private async Task CommitAsync(DocumentWrite write) =>
        (await (await OpenAsync()).CommitAsync(new DocumentBatch(container, "ann", [write]))).Succeeded.ShouldBeTrue();

    private string ETagOf(string id) => database.Read(session =>
        Convert.ToString(session.Scalar($"SELECT seq FROM {Table.Name} WHERE id = ?1", id), CultureInfo.InvariantCulture)!);

    private string Columns(string id) => database.Read(session =>
        (string)session.Scalar($"SELECT {string.Join(" || ' ' || ", Table.Keys.Names.Select(name => $"quote({name})"))} FROM {Table.Name} WHERE id = ?1", id)!);

    /// <summary>How many indexes SQLite has to write for a statement, but for what it does in triggers.</summary>
    private int IndexesWritten(string sql) => database.Read(session =>
        session.Query("EXPLAIN " + sql, row => row.Text(1)).TakeWhile(step => step != "Program").Count(step => step == "IdxInsert"));

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    private static byte[] RandomDocument(Random random, string id)
    {
        var document = new JsonObject { ["id"] = id, ["owner"] = "ann", ["kind"] = "thing", ["other"] = new JsonObject { ["name"] = "not this one" } };
        foreach (var property in (string[])["name", "rank", "at", "done", "colour", "tags", "note"])
        {
            if (random.Next(6) > 0)
                document[property] = RandomValue(random, depth: 0);
        }

        return JsonSerializer.SerializeToUtf8Bytes(document, random.GetItems(Spellings, 1)[0]);
    }

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth < 2 ? 9 : 7) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => random.Next(3) - 1,
        4 => random.Next(1000) / 8d,
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomValue(random, depth + 1))]),
        8 => new JsonObject { ["name"] = RandomValue(random, depth + 1) },
        _ => string.Concat(random.GetItems(Letters, random.Next(6))),
    };
}
