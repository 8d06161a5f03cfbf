using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// One SQLite file with many readers and one writer. The writer groups what waits into one transaction, so that many
/// callers share one fsync; a caller is answered only after the commit.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int MaxGroup = 1024;

    // A new document changes a few bytes on a page of each index, and the log takes pages as a whole. Smaller ones would often not hold
    // a document. A file keeps the size that it was made with.
    private const int PageSize = 2048;

    // How much the write-ahead log may hold before it is folded into the database: while writes wait, and when nobody is kept
    // waiting by it. Each time costs an fsync, and spares pages that were written more than once.
    private const long LogUnderLoad = 16 * 1024 * 1024;
    private const long LogAtRest = 256 * 1024;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly string connectionString;
    private readonly bool durable;
    private readonly bool temporary;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private readonly BlockingCollection<PendingWrite> queue = new(new ConcurrentQueue<PendingWrite>());
    private readonly SqliteSession writer;
    private readonly Thread writerThread;
    private readonly long bytesOfPage;
    private volatile bool disposed;
    private long commits;
    private long bytesInLog;
    private volatile bool abandoned;

    // A connection is used by one thread at a time here, so it needs no locks of its own; nor is there anybody who asks how much memory
    // SQLite has, which it counts under a lock that all share. Too late when somebody else has used SQLite before in this process;
    // then they stay, and only cost time.
    static SqliteDatabase()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private SqliteDatabase(string path, bool durable, bool temporary)
    {
        Path = path;
        this.durable = durable;
        this.temporary = temporary;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = OpenSession();
        try
        {
            Prepare(writer);
            bytesOfPage = (long)writer.Scalar("PRAGMA page_size")!;
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        writerThread = new Thread(WriteLoop) { IsBackground = true, Name = "sqlite-writer" };
        writerThread.Start();
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of transactions committed since it was opened.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>How long a write that joins waits for the next: less than an fsync takes, more than a decision.</summary>
    internal TimeSpan Moment { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How many writes wait for the writer; for tests.</summary>
    internal int Waiting => queue.Count;

    /// <summary>
    /// Raised after a commit, before those who wrote hear of it; on the writer's thread, so what it calls must be quick.
    /// </summary>
    public event Action? Committed;

    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">The path; its folder must exist.</param>
    /// <param name="durable">
    /// Whether a write is answered only after it is on the disk (<c>synchronous=FULL</c>); false for throw-away data.
    /// </param>
    public static SqliteDatabase Open(string path, bool durable = true) => new(path, durable, temporary: false);

    /// <summary>Makes a file for throw-away data among the system's temporary files; disposing deletes it.</summary>
    public static SqliteDatabase OpenTemporary() =>
        new(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"focusflow-{Guid.NewGuid():N}.db"), durable: false, temporary: true);

    /// <summary>Reads on a connection of its own, on the calling thread. Sees everything committed before.</summary>
    public T Read<T>(Func<SqliteSession, T> read) => Read(read, static (session, read) => read(session));

    /// <summary>Reads as <see cref="Read{T}"/> does, with what a static lambda needs passed along.</summary>
    public T Read<TState, T>(TState state, Func<SqliteSession, TState, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idleReaders.TryTake(out var session))
            session = OpenSession();
        try
        {
            return read(session, state);
        }
        finally
        {
            if (disposed)
                session.Dispose();
            else
                idleReaders.Add(session);
        }
    }

    /// <summary>
    /// Writes on the writer's thread, inside a transaction shared with others. The task ends after the commit. When
    /// <paramref name="write"/> throws, nothing of it is stored, the task fails, and the others are written without it; so it may be
    /// called more than once, and must not count on what it did before.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write) => WriteAsync(write, static (session, write) => write(session));

    /// <summary>Writes as <see cref="WriteAsync{T}"/> does, with what a static lambda needs passed along.</summary>
    /// <param name="state">What it needs.</param>
    /// <param name="write">Writes.</param>
    /// <param name="joins">
    /// Whether the caller goes on and is about to write more: then the transaction waits a moment for the next write. The order stays.
    /// </param>
    public Task<T> WriteAsync<TState, T>(TState state, Func<SqliteSession, TState, T> write, bool joins = false)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var pending = new PendingWrite<TState, T>(state, write) { Joins = joins };
        queue.Add(pending);
        return pending.Task;
    }

    /// <summary>The writer's session and those of readers, to be looked at while nobody uses them.</summary>
    internal IReadOnlyList<SqliteSession> Sessions() => [writer, .. idleReaders];

    /// <summary>Ends as if the process were killed: what waits to be written is lost, what was acknowledged is not. For tests.</summary>
    public void Abandon()
    {
        abandoned = true;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        queue.CompleteAdding();
        writerThread.Join();
        while (idleReaders.TryTake(out var session))
            session.Dispose();
        writer.Dispose();
        queue.Dispose();
        if (temporary)
        {
            foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
                File.Delete(Path + suffix);
        }
    }

    private static void Prepare(SqliteSession writer)
    {
        writer.Execute($"PRAGMA page_size = {PageSize}");
        writer.Execute("PRAGMA journal_mode = WAL");
        writer.Execute("PRAGMA cache_size = -8000");
        writer.Execute("PRAGMA wal_autocheckpoint = 0"); // see FoldLog
        writer.Execute($"PRAGMA journal_size_limit = {LogUnderLoad}"); // a log that had to grow shrinks again
    }

    private SqliteSession OpenSession()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute("PRAGMA busy_timeout = 10000");
            session.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
            session.Execute("PRAGMA temp_store = MEMORY");
            session.Execute("PRAGMA cache_size = -2000");
            TextSearch.AddTo(connection.Handle!);
            FeedRange.AddTo(connection.Handle!);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void WriteLoop()
    {
        var group = new List<PendingWrite>(MaxGroup);
        while (!queue.IsCompleted)
        {
            if (!queue.TryTake(out var first, bytesInLog < LogAtRest ? Timeout.InfiniteTimeSpan : Rest))
            {
                FoldLog();
                continue;
            }

            group.Clear();
            group.Add(first);
            for (var last = first; group.Count < MaxGroup && queue.TryTake(out var next, last.Joins ? Moment : TimeSpan.Zero); last = next)
                group.Add(next);
            Commit(group);
            bytesInLog += writer.TakePagesWritten() * bytesOfPage;
            if (bytesInLog >= LogUnderLoad)
                FoldLog();
        }
    }

    /// <summary>
    /// Folds the log into the database when it holds enough. After those who wrote were answered; readers are not in the way, they
    /// only leave some for the next time.
    /// </summary>
    private void FoldLog()
    {
        if (abandoned || bytesInLog < LogAtRest)
            return;
        try
        {
            using var fold = writer.Statement("PRAGMA wal_checkpoint(PASSIVE)");
            if (fold.Step())
                bytesInLog = Math.Max(0, fold.Number(1) - fold.Number(2)) * bytesOfPage; // what a reader still needed
        }
        catch (SqliteException)
        {
            // A full disk, say. The log is as good a place; who writes next is told when there is no room there either.
        }
    }

    /// <summary>
    /// Commits a group. A savepoint for each would copy every page that the write touches, so there is none: when one fails, all is
    /// rolled back, that one is tried by itself, and the others again.
    /// </summary>
    private void Commit(List<PendingWrite> group)
    {
        while (group.Count > 0 && !TryCommit(group, out var failed, out var error))
        {
            if (failed is null || group.Count == 1)
            {
                group.ForEach(write => write.Fail(error));
                return;
            }

            // What came before it stays before it in the log: whoever wrote both may count on that.
            var before = group.IndexOf(failed);
            Commit(group[..before]);
            Commit([failed]);
            group = group[(before + 1)..];
        }
    }

    /// <summary>Commits a group or nothing of it; then tells which write has failed, or null when it was the commit.</summary>
    private bool TryCommit(List<PendingWrite> group, out PendingWrite? failed, [NotNullWhen(false)] out Exception? error)
    {
        (failed, error) = (null, null);
        try
        {
            ObjectDisposedException.ThrowIf(abandoned, this);
            writer.Run("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                failed = write;
                write.Run(writer);
            }

            failed = null;
            writer.Run("COMMIT");
        }
        catch (Exception raised)
        {
            RollBack();
            error = raised;
            return false;
        }

        Interlocked.Increment(ref commits);
        Committed?.Invoke();
        group.ForEach(write => write.Complete());
        return true;
    }

    private void RollBack()
    {
        try
        {
            writer.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself (a full disk does that).
        }
    }
}
