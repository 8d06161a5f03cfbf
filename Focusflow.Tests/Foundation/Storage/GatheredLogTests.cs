using System.Globalization;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>The contract on a file that syncs with every commit, whose log is gathered; and what is particular to that.</summary>
public sealed class GatheredLogTests : DocumentStoreContract
{
    private readonly SteppedClock clock = new();
    private readonly string path = Path.Combine(Path.GetTempPath(), $"focusflow-test-{Guid.NewGuid():N}.db");
    private readonly SqliteDatabase database;

    public GatheredLogTests() => database = SqliteDatabase.Open(path);

    protected override int RandomQueries => 50;

    public override ValueTask DisposeAsync()
    {
        database.Dispose();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            File.Delete(file);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_reaches_the_operating_system_in_few_pieces()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says how often a thread has written.");
        await FillAsync(rows: 1);

        var before = await database.WriteAsync(session =>
        {
            Fill(session, rows: 40);
            return Written();
        });
        var pieces = await database.WriteAsync(_ => Written()) - before;

        pieces.ShouldBeInRange(1, 5); // 40 pages and more, each in two pieces, without it

        // Of the writer's thread.
        static long Written() => long.Parse(
            File.ReadLines("/proc/thread-self/io").Single(line => line.StartsWith("syscw: ", StringComparison.Ordinal))[7..], CultureInfo.InvariantCulture);
    }

    /// <summary>More than the page cache holds, so that SQLite writes pages to the log, and reads them there, before the commit.</summary>
    [Fact]
    public async Task What_is_not_committed_yet_is_read_by_its_own_transaction_and_by_nobody_else()
    {
        const int Rows = 8000;
        await FillAsync(rows: 1);

        var reading = 0L;
        var own = await database.WriteAsync(session =>
        {
            Fill(session, Rows);
            session.TakePagesWritten().ShouldBePositive("no page had to leave the cache");
            reading = Task.Run(() => database.Read(Count)).Result;
            return Count(session);
        });

        reading.ShouldBe(1);
        own.ShouldBe(Rows + 1);
        database.Read(Count).ShouldBe(Rows + 1);
        ShouldBeSound();
    }

    [Fact]
    public async Task What_was_rolled_back_is_overwritten() => await Seeded.RunsAsync(5, async random =>
    {
        await FillAsync(rows: 0);
        var before = database.Read(Count);
        await Should.ThrowAsync<InvalidOperationException>(() => database.WriteAsync<bool>(session =>
        {
            Fill(session, random.Next(4000, 8000));
            throw new InvalidOperationException("It fails.");
        }));
        database.Read(Count).ShouldBe(before);

        var more = random.Next(1, 3000);
        await FillAsync(more);
        database.Read(Count).ShouldBe(before + more);
        ShouldBeSound();
    });

    /// <summary>A copy of the files is what a power cut would leave, of those that were synced.</summary>
    [Fact]
    public async Task What_was_acknowledged_is_in_the_files()
    {
        for (var round = 1; round <= 20; round++)
        {
            await FillAsync(rows: round);
            var copy = $"{path}.copy{round}";
            File.Copy(path, copy);
            File.Copy($"{path}-wal", $"{copy}-wal");
            using var plain = new SqliteConnection($"Data Source={copy};Pooling=false");
            plain.Open();
            using var count = plain.CreateCommand();
            count.CommandText = "SELECT count(*) FROM filled";
            count.ExecuteScalar().ShouldBe((long)(round * (round + 1) / 2));
        }
    }

    [Fact]
    public async Task Whoever_writes_syncs_the_log_by_a_descriptor_of_its_own_which_is_closed_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what a process has open.");
        using var other = SqliteDatabase.Open(path + "2", durable: false); // whose log is SQLite's alone
        foreach (var filled in (SqliteDatabase[])[database, other])
        {
            await filled.WriteAsync(session =>
            {
                Fill(session, rows: 1);
                return true;
            });
        }

        Open(path).ShouldBe(Open(other.Path) + 1);
        database.Dispose();
        Open(path).ShouldBe(0);

        static int Open(string path) => Directory.GetFiles("/proc/self/fd").Count(file => TargetOf(file)?.StartsWith($"{path}-wal", StringComparison.Ordinal) ?? false);

        // What is closed while others are listed has none.
        static string? TargetOf(string file)
        {
            try
            {
                return File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task A_log_is_folded_beside_the_writer_and_then_synced_there()
    {
        var synced = new TaskCompletionSource<(bool Done, long Bytes)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var writer = new SqliteWriter(
            Session, session => synced.TrySetResult((GatheredLog.SyncDatabase(session.Connection.Handle!), new FileInfo(path + "2").Length)));
        var written = new PendingWrite<int, bool>(0, static (session, _) =>
        {
            Fill(session, rows: 15_000); // more than 16 MB
            return true;
        });
        writer.Add(written);

        (await written.Task).ShouldBeTrue();
        var (done, bytes) = await synced.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        done.ShouldBeTrue();
        bytes.ShouldBeGreaterThan(16 * 1024 * 1024, "it is folded by then");
        writer.Stop();

        SqliteSession Session()
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path + "2", Pooling = false, Vfs = GatheredLog.Name }.ToString());
            connection.Open();
            return new SqliteSession(connection);
        }
    }

    protected override Task<IDocumentStore> OpenAsync(IReadOnlyList<ContainerDefinition> containers) =>
        Task.FromResult<IDocumentStore>(new SqliteDocumentStore(database, clock, containers));

    protected override Task PassAsync(TimeSpan time)
    {
        clock.Pass(time);
        return Task.CompletedTask;
    }

    private static long Count(SqliteSession session) => (long)session.Scalar("SELECT count(*) FROM filled")!;

    private static void Fill(SqliteSession session, int rows)
    {
        session.Execute("CREATE TABLE IF NOT EXISTS filled (number INTEGER PRIMARY KEY, bytes BLOB)");
        for (var row = 0; row < rows; row++)
            session.Execute("INSERT INTO filled (bytes) VALUES (randomblob(1500))");
    }

    private Task FillAsync(int rows) => database.WriteAsync(session =>
    {
        Fill(session, rows);
        return true;
    });

    private void ShouldBeSound() => database.Read(session => session.Scalar("PRAGMA integrity_check")).ShouldBe("ok");
}
