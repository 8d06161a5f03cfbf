using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>Full disks, damaged files, and how much lies in the write-ahead log.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private const int Page = 4096;

    private readonly ContainerDefinition container = Thing.NewContainer();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"focusflow-test-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            File.Delete(file);
    }

    [Fact]
    public async Task On_a_full_disk_what_was_told_is_what_is_there() => await Seeded.RunsAsync(20, async random =>
    {
        using var database = SqliteDatabase.OpenTemporary();
        var store = await OpenAsync(database);
        await LimitAsync(database, await PagesAsync(database) + random.Next(1, 12));

        // Held up until all are waiting, so that they share a transaction.
        using var holds = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var holding = database.WriteAsync(_ =>
        {
            holds.Set();
            return goOn.Wait(TimeSpan.FromSeconds(30));
        });
        holds.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var ids = Enumerable.Range(0, 12).Select(i => $"t{i}").ToList();
        var writes = ids.Select(id => TryAsync(store, id, random.Next(5) == 0 ? 60_000 : 100, alone: random.Next(2) == 0)).ToList();
        goOn.Set();
        (await holding).ShouldBeTrue();
        var told = await Task.WhenAll(writes);

        for (var i = 0; i < ids.Count; i++)
            (await store.ReadAsync(new DocumentKey(container, "ann", ids[i])) is not null).ShouldBe(told[i], ids[i]);

        await LimitAsync(database, 1_000_000);
        foreach (var id in ids.Where((_, i) => !told[i]))
            (await TryAsync(store, id, 60_000, alone: true)).ShouldBeTrue();
    });

    [Fact]
    public async Task A_write_that_fails_leaves_nothing_and_those_that_share_its_transaction_are_stored() => await Seeded.RunsAsync(20, async random =>
    {
        using var database = SqliteDatabase.OpenTemporary();
        await database.WriteAsync(session => session.Execute("CREATE TABLE seen (number INTEGER PRIMARY KEY)"));
        using var goOn = new ManualResetEventSlim();
        var holding = database.WriteAsync(_ => goOn.Wait(TimeSpan.FromSeconds(30)));
        var fails = Enumerable.Range(0, 12).Select(_ => random.Next(3) == 0).ToList();
        var writes = fails.Select((isToFail, number) => database.WriteAsync(session =>
        {
            session.Execute("INSERT INTO seen VALUES (?1)", (long)number);
            return isToFail ? throw new InvalidDataException(number.ToString(CultureInfo.InvariantCulture)) : number;
        })).ToList();
        goOn.Set();
        (await holding).ShouldBeTrue();

        foreach (var (write, number) in writes.Select((write, number) => (write, number)))
        {
            if (fails[number])
                (await Should.ThrowAsync<InvalidDataException>(write)).Message.ShouldBe(number.ToString(CultureInfo.InvariantCulture));
            else
                (await write).ShouldBe(number);
        }

        database.Read(session => session.Query("SELECT number FROM seen ORDER BY number", row => (int)row.Number(0)))
            .ShouldBe(Enumerable.Range(0, 12).Where(number => !fails[number]));
    });

    [Fact]
    public async Task Damaged_pages_are_an_outage_and_not_a_bug()
    {
        using (var database = SqliteDatabase.Open(path, durable: false))
        {
            var store = await OpenAsync(database);
            for (var i = 0; i < 100; i++)
                (await TryAsync(store, $"t{i}", 3000, alone: true)).ShouldBeTrue();
        }

        using (var file = File.OpenWrite(path))
        {
            var garbage = new byte[file.Length / 2 / Page * Page];
            Array.Fill(garbage, (byte)0xff);
            file.Position = file.Length - garbage.Length;
            file.Write(garbage);
        }

        using (var database = SqliteDatabase.Open(path, durable: false))
        {
            var store = new SqliteDocumentStore(database, TimeProvider.System, [container]);
            var errors = new List<StoreUnavailableException>();
            for (var i = 0; i < 100; i++)
            {
                try
                {
                    await store.ReadAsync(new DocumentKey(container, "ann", $"t{i}"));
                    await TryCommitAsync(store, $"t{i}", 100, beside: false);
                }
                catch (StoreUnavailableException error)
                {
                    errors.Add(error);
                }
            }

            errors.ShouldNotBeEmpty();
            errors.ShouldAllBe(error => error.Message == "The database file is damaged.");
            await Should.ThrowAsync<StoreUnavailableException>(async () =>
                await store.QueryAsync(new DocumentQuery(container, "ann", "thing") { Limit = 1000 }));
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_none()
    {
        await File.WriteAllTextAsync(path, new string('x', 5000));

        var error = Should.Throw<SqliteException>(() => SqliteDatabase.Open(path));

        SqliteOutage.IsDamage(error).ShouldBeTrue();
        SqliteOutage.Describe(error).ShouldBe("The file is no database.");
        File.Delete(path); // nobody holds it
    }

    [Fact]
    public async Task Once_nobody_writes_the_log_is_folded_into_the_database()
    {
        using var database = SqliteDatabase.Open(path, durable: false);
        var store = await OpenAsync(database);
        for (var i = 0; i < 100; i++)
            await TryAsync(store, $"t{i}", 8000, alone: true);

        SpinWait.SpinUntil(() => new FileInfo(path).Length > 750_000, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public async Task Under_load_and_behind_a_slow_reader_the_log_stays_bounded_in_the_end()
    {
        const int bound = 96 * 1024 * 1024; // 64 MB, and the groups of writes that go over
        using var database = SqliteDatabase.Open(path, durable: false);
        var store = await OpenAsync(database);
        var most = 0L;
        database.Committed += () => most = Math.Max(most, LogBytes());

        await WriteMuchAsync(store, "first");
        most.ShouldBeLessThan(bound);

        // A reader that needs the database as it was keeps the log from starting over.
        using var reading = new ManualResetEventSlim();
        using var ends = new ManualResetEventSlim();
        var reader = Task.Factory.StartNew(
            () => database.Read(session =>
            {
                using var statement = session.Statement($"SELECT id FROM documents_{container.Name.Replace('-', '_')}");
                statement.Step().ShouldBeTrue();
                reading.Set();
                return ends.Wait(TimeSpan.FromMinutes(1));
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        reading.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        await WriteMuchAsync(store, "second");
        LogBytes().ShouldBeGreaterThan(bound);
        ends.Set();
        (await reader).ShouldBeTrue();

        for (var i = 0; i < 10; i++)
            await TryAsync(store, $"after-{i}", 1000, alone: true);
        LogBytes().ShouldBeLessThanOrEqualTo(32 * 1024 * 1024);
    }

    private Task WriteMuchAsync(SqliteDocumentStore store, string name) => Parallel.ForEachAsync(
        Enumerable.Range(0, 12_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await TryAsync(store, $"{name}-{i}", 12_000, alone: true));

    private long LogBytes() => new FileInfo(path + "-wal").Length;

    private async Task<SqliteDocumentStore> OpenAsync(SqliteDatabase database)
    {
        var store = new SqliteDocumentStore(database, TimeProvider.System, [container]);
        await store.EnsureCreatedAsync();
        return store;
    }

    private async Task<bool> TryAsync(SqliteDocumentStore store, string id, int length, bool alone)
    {
        try
        {
            return (await TryCommitAsync(store, id, length, beside: !alone)).Succeeded;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private ValueTask<CommitResult> TryCommitAsync(SqliteDocumentStore store, string id, int length, bool beside)
    {
        DocumentWrite[] writes = [new Thing(id, "ann") { Note = new string('x', length) }.Create()];
        if (beside)
            writes = [.. writes, new Thing($"{id}-beside", "ann").Create()];
        return store.CommitAsync(new DocumentBatch(container, "ann", writes));
    }

    private static async Task<long> PagesAsync(SqliteDatabase database) =>
        await database.WriteAsync(session => Convert.ToInt64(session.Scalar("PRAGMA page_count"), CultureInfo.InvariantCulture));

    // A disk with room for so many pages, as far as SQLite is concerned.
    private static Task LimitAsync(SqliteDatabase database, long pages) =>
        database.WriteAsync(session => session.Scalar($"PRAGMA max_page_count = {pages}"));
}
