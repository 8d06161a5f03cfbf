using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>Files of versions in which a document got another place with every change.</summary>
public sealed class EarlierDocumentsTests : IDisposable
{
    private const string User = "0199f0c2-5a3e-7f64-a42d-8ded7fec466d";

    private readonly ContainerDefinition container = Thing.NewContainer();
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    private string Table => $"documents_{container.Name.Replace('-', '_')}";

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task Documents_versions_and_checkpoints_stay_what_they_were()
    {
        await WriteEarlierAsync();
        var store = await OpenAsync();

        var old = (await store.ReadAsync(new DocumentKey(container, User, "t2"))).ShouldNotBeNull();
        old.ETag.ShouldBe("5");
        Thing.Of(old).ShouldBe(Of("t2", User, 2));
        (await store.ReadAsync(new DocumentKey(container, "ann", "t3"))).ShouldNotBeNull().ETag.ShouldBe("3");
        var changes = await store.ReadChangesAsync(container, "3", 10);
        changes.Documents.Select(document => (document.Partition, document.Id)).ShouldBe([(User, "t1"), (User, "t2")]);
        changes.Checkpoint.ShouldBe("5");

        var found = await store.QueryAsync(new DocumentQuery(container, User, "thing")
        {
            Sort = new("rank", Descending: true),
            Filters = [new DocumentFilter.ContainsAny("tags", "x"), new DocumentFilter.EqualTo("done", false)],
        });
        found.Documents.Select(document => document.Id).ShouldBe(["t2", "t1"]);
        var across = await store.QueryAsync(new DocumentQuery(container, null, "thing") { Sort = new("at") });
        across.Documents.Count.ShouldBe(3);
    }

    [Fact]
    public async Task They_can_be_changed_and_no_version_is_given_twice()
    {
        await WriteEarlierAsync();
        var store = await OpenAsync();

        var replaced = await store.CommitAsync(new DocumentBatch(container, User, [Of("t2", User, 7).Replace("5")]));
        replaced.ETags.ShouldBe(["8"]); // 6 and 7 were given to what is gone
        (await store.CommitAsync(new DocumentBatch(container, User, [Of("t1", User, 1).Delete("4")]))).Succeeded.ShouldBeTrue();
        (await store.CommitAsync(new DocumentBatch(container, User, [Of("t2", User, 7).Create()]))).Status.ShouldBe(CommitStatus.Conflict);
        var changes = await store.ReadChangesAsync(container, null, 10);
        changes.Documents.Select(document => (document.Id, document.ETag)).ShouldBe([("t3", "3"), ("t2", "8")]);

        await OpenAsync();
        (await store.CountAsync(container, User, "thing")).ShouldBe(1);
    }

    [Fact]
    public async Task Moving_that_is_broken_off_leaves_the_file_as_it_was()
    {
        await WriteEarlierAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => database.WriteAsync<bool>(session =>
        {
            new DocumentTable(container).Create(session);
            throw new OperationCanceledException();
        }));

        database.Read(session => session.Query($"SELECT seq FROM {Table} ORDER BY seq", row => row.Number(0))).ShouldBe([3, 4, 5]);
        (await (await OpenAsync()).CountAsync(container, User, "thing")).ShouldBe(2);
    }

    [Fact]
    public async Task Indexes_made_of_the_JSON_become_those_of_columns()
    {
        var store = await OpenAsync();
        var etags = (await store.CommitAsync(new DocumentBatch(container, User, [Of("t1", User, 1).Create(), Of("t2", User, 2).Create(), Of("t3", User, 3).Create()]))).ETags;
        await OpenAsync();
        await database.WriteAsync(session => MakeEarlier(session));

        store = await OpenAsync();
        var open = new DocumentQuery(container, User, "thing")
        {
            Sort = new("rank"),
            Filters = [new DocumentFilter.ContainsAny("tags", "x"), new DocumentFilter.EqualTo("done", false), new DocumentFilter.Between("rank", 2, null)],
        };
        (await store.QueryAsync(open)).Documents.Select(document => (document.Id, document.ETag)).ShouldBe([("t2", etags[1]), ("t3", etags[2])]);
        var changed = Of("t3", User, 3) with { Tags = ["z"] };
        await store.CommitAsync(new DocumentBatch(container, User, [changed.Replace(etags[2]), Of("t2", User, 2).Delete(etags[1]), Of("t4", User, 4).Create()]));
        (await store.QueryAsync(open)).Documents.Select(document => document.Id).ShouldBe(["t4"]);
        await OpenAsync();
        database.Read(session => session.Scalar($"SELECT count(*) FROM {Table}_thing_tags_elements")).ShouldBe(5L);
    }

    [Fact]
    public async Task A_table_of_changes_becomes_an_index()
    {
        var store = await OpenAsync();
        var etags = (await store.CommitAsync(new DocumentBatch(container, User, [Of("t1", User, 1).Create(), Of("t2", User, 2).Create(), Of("t3", User, 3).Create()]))).ETags;
        await database.WriteAsync(session => MakeFeedTable(session));

        store = await OpenAsync();
        var changes = await store.ReadChangesAsync(container, etags[0], 10);
        changes.Documents.Select(document => document.Id).ShouldBe(["t2", "t3"]);
        (await store.CommitAsync(new DocumentBatch(container, User, [Of("t1", User, 7).Replace(etags[0])]))).ETags.ShouldBe(["8"]); // the others went with what is gone
        await OpenAsync();
        (await store.ReadChangesAsync(container, etags[2], 10)).Documents.ShouldHaveSingleItem().ETag.ShouldBe("8");
        database.Read(session => session.Scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1", Table + "_feed")).ShouldBe(0L);
        database.Read(session => session.Scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%feed%'")).ShouldBe(0L);
    }

    /// <summary>As the feed was a table, which triggers kept; its last number was 7.</summary>
    private int MakeFeedTable(SqliteSession session)
    {
        var forget = $"BEGIN DELETE FROM {Table}_feed WHERE seq = old.seq; END";
        foreach (var sql in (string[])
        [
            $"DROP INDEX {Table}_seq", "DROP TABLE document_numbers",
            $"CREATE TABLE {Table}_feed (seq INTEGER PRIMARY KEY AUTOINCREMENT, doc INTEGER)",
            $"INSERT INTO {Table}_feed (seq) SELECT seq FROM {Table}",
            $"CREATE TRIGGER {Table}_deleted AFTER DELETE ON {Table} {forget}", $"CREATE TRIGGER {Table}_replaced AFTER UPDATE OF seq ON {Table} {forget}",
            $"INSERT INTO {Table}_feed (seq) VALUES (7)", $"DELETE FROM {Table}_feed WHERE seq = 7",
        ])
            session.Execute(sql);
        return 0;
    }

    /// <summary>As the columns of keys were not yet: what the indexes held was taken out of the JSON.</summary>
    private int MakeEarlier(SqliteSession session)
    {
        var elements = $"{Table}_thing_tags_elements";
        foreach (var sql in (string[])
        [
            .. session.Query("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?1", row => $"DROP INDEX {row.Text(0)}", Table),
            $"DROP TRIGGER {elements}_in", $"DROP TRIGGER {elements}_out", $"DROP TRIGGER {elements}_changed", $"DROP TRIGGER {elements}_entered",
            .. ((string[])[UnindexedDocuments.Column, .. new DocumentTable(container).Keys.Names]).Select(column => $"ALTER TABLE {Table} DROP COLUMN {column}"),
            $"CREATE UNIQUE INDEX {Table}_key ON {Table} (partition, id)",
            $"CREATE INDEX {Table}_thing_name ON {Table} (partition, json ->> '$.name') WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_rank ON {Table} (partition, json ->> '$.rank') WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_at ON {Table} (partition, json ->> '$.at') WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_at_across ON {Table} (json ->> '$.at') WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_rank_done ON {Table} (partition, json ->> '$.rank') WHERE kind = 'thing' AND json -> '$.done' = 'false'",
            $"CREATE TRIGGER {elements}_in AFTER INSERT ON {Table} WHEN new.kind = 'thing' BEGIN INSERT INTO {elements} SELECT DISTINCT new.partition, element.value, new.doc FROM json_each(new.json, '$.tags') AS element WHERE element.type = 'text'; END",
        ])
            session.Execute(sql);
        return 0;
    }

    private static Thing Of(string id, string owner, int rank) => new(id, owner) { Name = id, Rank = rank, Tags = ["x", "y"], At = $"2026-0{rank}" };

    private async Task<SqliteDocumentStore> OpenAsync()
    {
        var store = new SqliteDocumentStore(database, TimeProvider.System, [container]);
        await store.EnsureCreatedAsync();
        return store;
    }

    /// <summary>As it was written then: three documents, of which others were changed and deleted.</summary>
    private Task WriteEarlierAsync() => database.WriteAsync(session =>
    {
        var elements = $"{Table}_thing_tags_elements";
        foreach (var sql in (string[])
        [
            $"CREATE TABLE {Table} (seq INTEGER PRIMARY KEY AUTOINCREMENT, partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, expires INTEGER, json TEXT NOT NULL)",
            $"CREATE UNIQUE INDEX {Table}_key ON {Table} (partition, id)",
            $"CREATE INDEX {Table}_kind_ba0ca33f ON {Table} (partition, kind, id) WHERE kind NOT IN ('thing')",
            $"CREATE INDEX {Table}_expires ON {Table} (expires) WHERE expires IS NOT NULL",
            $"CREATE INDEX {Table}_thing_name ON {Table} (partition, json ->> '$.name', id) WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_rank ON {Table} (partition, json ->> '$.rank', id) WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_at ON {Table} (partition, json ->> '$.at', id) WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_at_across ON {Table} (json ->> '$.at', partition, id) WHERE kind = 'thing'",
            $"CREATE INDEX {Table}_thing_rank_done ON {Table} (partition, json ->> '$.rank', id) WHERE kind = 'thing' AND json -> '$.done' = 'false'",
            $"CREATE TABLE {elements} (partition TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (partition, value, seq)) WITHOUT ROWID",
            $"CREATE TRIGGER {elements}_in AFTER INSERT ON {Table} WHEN new.kind = 'thing' BEGIN INSERT OR IGNORE INTO {elements} SELECT new.partition, element.value, new.seq FROM json_each(new.json, '$.tags') AS element WHERE element.type = 'text'; END",
            $"CREATE TRIGGER {elements}_out AFTER DELETE ON {Table} WHEN old.kind = 'thing' BEGIN DELETE FROM {elements} WHERE partition = old.partition AND seq = old.seq AND value IN (SELECT value FROM json_each(old.json, '$.tags') WHERE type = 'text'); END",
        ])
            session.Execute(sql);

        foreach (var (id, owner, rank) in ((string, string, int)[])[("gone", "ann", 1), ("t2", User, 1), ("t3", "ann", 3), ("t1", User, 1), ("t2", User, 2), ("last", User, 1), ("last", User, 2)])
        {
            session.Execute($"DELETE FROM {Table} WHERE partition = ?1 AND id = ?2", owner, id);
            session.Execute(
                $"INSERT INTO {Table} (partition, id, kind, json) VALUES (?1, ?2, 'thing', ?3)", owner, id, System.Text.Encoding.UTF8.GetString(Of(id, owner, rank).Json()));
        }

        return session.Execute($"DELETE FROM {Table} WHERE id IN ('gone', 'last')");
    });
}
