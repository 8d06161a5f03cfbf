using System.Globalization;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using SQLitePCL;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>What is read by its id without the file is what the file has.</summary>
public sealed class RecentDocumentsTests : IAsyncLifetime
{
    private readonly ContainerDefinition things = Thing.NewContainer();
    private readonly SteppedClock clock = new();
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly RecentDocuments recent = new();
    private SqliteDocumentStore store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteDocumentStore(database, clock, [things]);
        await store.EnsureCreatedAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_written_or_read_is_known_without_the_file()
    {
        var etag = await WriteAsync(new Thing("written", "ann").Create());
        var steps = await CountedSteps.OfAsync(database, async () =>
        {
            (await ReadAsync("written")).ShouldNotBeNull().ETag.ShouldBe(etag);
            (await SomeAsync("written")).ShouldBe(["written"]);
        });
        steps.ShouldBe(0);

        await ReadAsync("nothing");
        (await CountedSteps.OfAsync(database, async () => (await SomeAsync("nothing", "written")).ShouldBe(["written"]))).ShouldBe(0);

        var later = await WriteAsync(new Thing("written", "ann") { Rank = 2 }.Replace(etag));
        (await CountedSteps.OfAsync(database, async () => Thing.Of((await ReadAsync("written"))!.Value).Rank.ShouldBe(2))).ShouldBe(0);

        await WriteAsync(new Thing("written", "ann").Delete(later));
        (await CountedSteps.OfAsync(database, async () => (await SomeAsync("nothing", "written")).ShouldBeEmpty())).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_file_alone_knows_is_read_there_once()
    {
        await WriteAsync(new Thing("one", "ann").Create());
        var another = new SqliteDocumentStore(database, clock, [things]);

        (await CountedSteps.OfAsync(database, () => AskAsync(another))).ShouldBePositive();
        (await CountedSteps.OfAsync(database, () => AskAsync(another))).ShouldBe(0);

        async Task AskAsync(SqliteDocumentStore asked)
        {
            (await asked.ReadAsync(new DocumentKey(things, "ann", "one"), Cancellation)).ShouldNotBeNull();
            (await asked.ReadSomeAsync(things, "ann", ["none", "one"], Cancellation)).Find("one", "thing").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task What_is_known_is_written_without_looking_for_it()
    {
        var etag = await WriteAsync(new Thing("one", "ann").Create());
        await ReadAsync("two");
        (await LookedForAsync(async () => etag = await WriteAsync(new Thing("one", "ann") { Rank = 2 }.Replace(etag)))).ShouldBe(0);
        (await LookedForAsync(() => WriteAsync(new Thing("two", "ann").Create()))).ShouldBe(1);
        (await LookedForAsync(async () => (await store.CommitAsync(new DocumentBatch(things, "ann", [new Thing("one", "ann").Replace("0")]))).Succeeded.ShouldBeFalse())).ShouldBe(1);
        (await LookedForAsync(() => WriteAsync(new Thing("one", "ann").Delete(etag)))).ShouldBe(0);

        // The names of the statements that the writer runs.
        async Task<int> LookedForAsync(Func<Task> write)
        {
            var looks = 0;
            strdelegate_trace count = (_, sql) => looks += sql.StartsWith("SELECT doc, seq, expires", StringComparison.Ordinal) ? 1 : 0;
            await database.WriteAsync(session => Trace(session, count));
            await write();
            await database.WriteAsync(session => Trace(session, null));
            GC.KeepAlive(count);
            return looks;
        }

        static bool Trace(SqliteSession session, strdelegate_trace? trace)
        {
            raw.sqlite3_trace(session.Connection.Handle!, trace!, v: null!);
            return true;
        }
    }

    /// <summary>Nothing is written where memory and the file differ; then the file decides.</summary>
    [Fact]
    public async Task What_another_program_has_changed_is_not_written_to()
    {
        var changed = await WriteAsync(new Thing("changed", "ann").Create());
        var deleted = await WriteAsync(new Thing("deleted", "ann").Create());
        var table = $"documents_{things.Name.Replace('-', '_')}";
        await database.WriteAsync(session => session.Execute($"UPDATE {table} SET seq = seq + 1000 WHERE id = 'changed'"));
        await database.WriteAsync(session => session.Execute($"DELETE FROM {table} WHERE id = 'deleted'"));

        foreach (var write in (DocumentWrite[])[new Thing("changed", "ann") { Rank = 2 }.Replace(changed), new Thing("deleted", "ann").Delete(deleted)])
        {
            var batch = new DocumentBatch(things, "ann", [new Thing("beside", "ann").Create(), write]);
            (await store.CommitAsync(batch)).Status.ShouldBe(CommitStatus.PreconditionFailed);
        }

        (await ReadAsync("beside")).ShouldBeNull();
        var now = (await ReadAsync("changed"))!.Value;
        now.ETag.ShouldNotBe(changed);
        await WriteAsync(new Thing("changed", "ann") { Rank = 3 }.Replace(now.ETag));

        // Another one on the same file makes what is known not to be there.
        await ReadAsync("made");
        var another = new SqliteDocumentStore(database, clock, [things]);
        var made = new DocumentBatch(things, "ann", [new Thing("made", "ann").Create()]);
        (await another.CommitAsync(made)).Succeeded.ShouldBeTrue();
        (await store.CommitAsync(made)).Status.ShouldBe(CommitStatus.Conflict);
        Thing.Of((await ReadAsync("changed"))!.Value).Rank.ShouldBe(3);
    }

    /// <summary>What a list is sorted and narrowed by is right however a document has become what it is.</summary>
    [Fact]
    public async Task Columns_follow_a_document_whether_it_is_known_or_not() => await Seeded.RunsAsync(20, async random =>
    {
        var id = $"thing-{Guid.NewGuid():N}";
        var thing = new Thing(id, "ann");
        var etag = await WriteAsync(thing.Create());
        for (var step = 0; step < 10; step++)
        {
            if (random.Next(2) == 0)
                store = new SqliteDocumentStore(database, clock, [things]); // knows nothing yet
            if (random.Next(2) == 0)
                await store.ReadAsync(new DocumentKey(things, "ann", id), Cancellation);
            thing = thing with
            {
                Kind = random.Next(4) == 0 ? "other" : "thing",
                Name = random.Next(2) == 0 ? thing.Name : $"\u00fc \"{random.Next(100)}\"",
                Rank = random.Next(2) == 0 ? thing.Rank : random.Next(100),
                Done = random.Next(2) == 0,
                Tags = random.Next(3) == 0 ? thing.Tags : [$"tag-{random.Next(3)}"],
            };
            var result = await store.CommitAsync(new DocumentBatch(things, "ann", [thing.Replace(etag, random.Next(6) == 0 ? TimeSpan.FromDays(1) : null)]));
            result.Succeeded.ShouldBeTrue();
            etag = result.ETags[0];

            var row = database.Read(session => session.Query(
                $"SELECT kind, seq, key_name, key_rank, key_done, key_tags FROM documents_{things.Name.Replace('-', '_')} WHERE id = ?1",
                found => (
                    Kind: found.Text(0), found.Number(1).ToString(CultureInfo.InvariantCulture), found.Text(2), found.Number(3), found.Bytes(4)[0] == 1, found.IsNull(5) ? null : found.Text(5)),
                id)).ShouldHaveSingleItem();
            row.Kind.ShouldBe(thing.Kind);
            if (thing.Kind == "thing")
                row.ShouldBe(("thing", etag, thing.Name, thing.Rank, thing.Done, thing.Tags is null ? null : JsonSerializer.Serialize(thing.Tags)));
        }
    });

    [Fact]
    public async Task What_expires_is_asked_of_the_file()
    {
        var etag = await WriteAsync(new Thing("lasting", "ann").Create());
        await WriteAsync(new Thing("fleeting", "ann").Create(TimeSpan.FromMinutes(1)));
        await WriteAsync(new Thing("lasting", "ann").Replace(etag, TimeSpan.FromMinutes(1)));
        (await SomeAsync("fleeting", "lasting")).ShouldBe(["fleeting", "lasting"]);
        (await SomeAsync("fleeting", "lasting")).ShouldBe(["fleeting", "lasting"]);

        clock.Pass(TimeSpan.FromMinutes(2));

        (await SomeAsync("fleeting", "lasting")).ShouldBeEmpty();
        (await ReadAsync("fleeting")).ShouldBeNull();
        await WriteAsync(new Thing("fleeting", "ann") { Rank = 7 }.Create());
        Thing.Of((await ReadAsync("fleeting"))!.Value).Rank.ShouldBe(7);
        database.Read(session => session.Scalar($"SELECT count(*) FROM documents_{things.Name.Replace('-', '_')} WHERE id = 'fleeting'")).ShouldBe(1L);
    }

    /// <summary>Two documents are always written together. Seeded by nothing: the threads decide.</summary>
    [Fact]
    public async Task Nobody_finds_an_earlier_version_than_was_acknowledged_or_half_a_batch()
    {
        Thing[] pair = [new("left", "ann"), new("right", "ann")];
        await store.CommitAsync(new DocumentBatch(things, "ann", [.. pair.Select(thing => thing.Create())]));
        var acknowledged = 0;
        var writing = Task.Run(async () =>
        {
            for (var rank = 1; rank <= 2000; rank++)
            {
                var found = await store.ReadSomeAsync(things, "ann", ["left", "right"], Cancellation);
                var writes = pair.Select(thing => (thing with { Rank = rank }).Replace(found.Find(thing.Id, "thing")!.Value.ETag)).ToList();
                (await store.CommitAsync(new DocumentBatch(things, "ann", writes))).Succeeded.ShouldBeTrue();
                Volatile.Write(ref acknowledged, rank);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
        {
            var last = 0;
            for (var turn = 0; !writing.IsCompleted; turn++)
            {
                await Task.Yield(); // reads end on the spot; without this the writer would find no free thread
                var least = Math.Max(last, Volatile.Read(ref acknowledged));
                int[] ranks = (turn % 3) switch
                {
                    0 => [RankOf(await ReadAsync("left"))],
                    1 => [.. (await store.QueryAsync(new DocumentQuery(things, "ann", "thing"), Cancellation)).Documents.Select(document => RankOf(document))],
                    _ => [.. (await NamedAsync("left", $"nothing-{reader}", "right")).Select(document => RankOf(document))],
                };
                ranks.Distinct().ShouldHaveSingleItem();
                ranks[0].ShouldBeGreaterThanOrEqualTo(least);
                last = ranks[0];
            }
        })));
        await writing;

        static int RankOf(StoredDocument? document) => Thing.Of(document!.Value).Rank;
    }

    [Fact]
    public async Task A_write_that_is_rolled_back_changes_nothing_that_is_known()
    {
        var etag = await WriteAsync(new Thing("one", "ann").Create());
        var broken = new DocumentWrite.Create("broken", "thing", "{not json"u8.ToArray());

        await Should.ThrowAsync<Exception>(async () => await store.CommitAsync(
            new DocumentBatch(things, "ann", [new Thing("one", "ann") { Rank = 2 }.Replace(etag), broken])));
        await Should.ThrowAsync<InvalidOperationException>(() => database.WriteAsync<bool>(_ => throw new InvalidOperationException("It fails.")));

        Thing.Of((await ReadAsync("one"))!.Value).Rank.ShouldBe(0);
        (await ReadAsync("broken")).ShouldBeNull();
        await WriteAsync(new Thing("one", "ann") { Rank = 3 }.Replace(etag));
        Thing.Of((await ReadAsync("one"))!.Value).Rank.ShouldBe(3);
    }

    /// <summary>One of a group fails, so all are rolled back and tried again.</summary>
    [Fact]
    public async Task What_is_written_at_the_second_try_is_known_and_what_fails_is_not()
    {
        var etag = await WriteAsync(new Thing("one", "ann").Create());
        using var holds = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var holding = database.WriteAsync(_ =>
        {
            holds.Set();
            return goOn.Wait(TimeSpan.FromSeconds(30));
        });
        holds.Wait(TimeSpan.FromSeconds(30), Cancellation).ShouldBeTrue();
        var first = store.CommitAsync(new DocumentBatch(things, "ann", [new Thing("one", "ann") { Rank = 2 }.Replace(etag)]));
        var failing = database.WriteAsync<bool>(_ => throw new InvalidOperationException("It fails."));
        var stale = store.CommitAsync(new DocumentBatch(things, "ann", [new Thing("one", "ann") { Rank = 3 }.Replace(etag)]));
        goOn.Set();
        (await holding).ShouldBeTrue();
        await Should.ThrowAsync<InvalidOperationException>(() => failing);
        (await stale).Succeeded.ShouldBeFalse();
        var written = (await first).ETags[0];
        await ShouldBeKnownAsync(rank: 2);

        await RunAsync($"CREATE TRIGGER refuses BEFORE UPDATE OF seq ON documents_{things.Name.Replace('-', '_')} BEGIN SELECT RAISE(ABORT, 'no'); END");
        await Should.ThrowAsync<Exception>(() => WriteAsync(new Thing("one", "ann") { Rank = 9 }.Replace(written)));
        await RunAsync("DROP TRIGGER refuses");
        await ShouldBeKnownAsync(rank: 2);
        await WriteAsync(new Thing("one", "ann") { Rank = 4 }.Replace(written));
        await ShouldBeKnownAsync(rank: 4);

        async Task ShouldBeKnownAsync(int rank) =>
            (await CountedSteps.OfAsync(database, async () => Thing.Of((await ReadAsync("one"))!.Value).Rank.ShouldBe(rank))).ShouldBe(0);

        Task RunAsync(string sql) => database.WriteAsync(session => session.Execute(sql));
    }

    [Fact]
    public void While_it_is_being_written_a_document_is_not_known_nor_learned()
    {
        var create = Batch(new Thing("one", "ann").Create());
        recent.Find("ann", ["one"], out var before).ShouldBeNull();
        recent.Begin(create);
        recent.Find("ann", ["one"], out var during).ShouldBeNull();
        recent.Tell("ann", "one", document: null, row: 0, before);
        recent.Tell("ann", "one", document: null, row: 0, during);
        recent.Find("ann", ["one"], out _).ShouldBeNull();
        recent.End(create, ["1"], [7]);
        recent.Tell("ann", "one", document: null, row: 0, before);
        recent.Tell("ann", "one", document: null, row: 0, during);

        recent.Find("ann", ["one"], out _).ShouldNotBeNull().ShouldHaveSingleItem().ETag.ShouldBe("1");

        var replace = Batch(new Thing("one", "ann").Replace("1"));
        recent.Standing("ann", "one", out var row).ShouldNotBeNull().Id.ShouldBe("one");
        row.ShouldBe(7);
        recent.Begin(replace);
        recent.Standing("ann", "one", out _).ShouldBeNull();
        recent.Begin(replace);
        recent.End(replace, ["2"], [7]);
        recent.Find("ann", ["one"], out _).ShouldBeNull("the second is still on its way");
        recent.End(replace, etags: null, [0]);
        recent.Find("ann", ["one"], out _).ShouldNotBeNull().ShouldHaveSingleItem().ETag.ShouldBe("2");
    }

    [Fact]
    public void What_nobody_asks_for_is_forgotten_and_what_is_large_not_kept()
    {
        var small = new RecentDocuments(mostBytes: 100_000);
        Write(small, "often", "1");
        Write(small, "large", "1", new string('x', 40_000));
        for (var i = 0; i < 1000; i++)
        {
            Write(small, $"other-{i}", "1");
            small.Find("ann", ["often"], out _).ShouldNotBeNull().ShouldHaveSingleItem();
        }

        small.Find("ann", ["other-0"], out _).ShouldBeNull();
        small.Find("ann", ["other-999"], out _).ShouldNotBeNull();
        small.Find("ann", ["large"], out _).ShouldBeNull();
    }

    [Fact]
    public void What_becomes_large_or_fleeting_is_forgotten_wherever_it_was_kept()
    {
        var small = new RecentDocuments(mostBytes: 100_000);
        Write(small, "one", "1");
        for (var i = 0; i < 100; i++)
            Write(small, $"other-{i}", "1");
        Write(small, "one", "2", new string('x', 40_000));

        small.Find("ann", ["one"], out _).ShouldBeNull();
    }

    private static void Write(RecentDocuments recent, string id, string etag, string note = "")
    {
        var batch = Batch(new Thing(id, "ann") { Note = note + new string('x', 400) }.Create());
        recent.Begin(batch);
        recent.End(batch, [etag], [1]);
    }

    private static DocumentBatch Batch(DocumentWrite write) => new(Thing.NewContainer(), "ann", [write]);

    private async Task<string> WriteAsync(DocumentWrite write)
    {
        var result = await store.CommitAsync(new DocumentBatch(things, "ann", [write]));
        result.Succeeded.ShouldBeTrue(result.Status.ToString());
        return result.ETags[0];
    }

    private async Task<StoredDocument?> ReadAsync(string id) => await store.ReadAsync(new DocumentKey(things, "ann", id), Cancellation);

    private async Task<List<string>> SomeAsync(params string[] ids) =>
        [.. (await NamedAsync(ids)).Select(document => document.Id).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<StoredDocument>> NamedAsync(params string[] ids)
    {
        var query = new DocumentQuery(things, "ann")
        {
            Filters = [new DocumentFilter.OneOf("id", [.. ids.Select(id => (FilterValue)id)])],
        };
        return (await store.QueryAsync(query, Cancellation)).Documents;
    }
}
