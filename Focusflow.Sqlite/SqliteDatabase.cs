using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// One SQLite file with many readers and one Writer. The writer groups what waits into one transaction, so that many
/// callers share one fsync; a caller is answered only after the commit.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly string connectionString;
    private readonly bool durable;
    private readonly bool temporary;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private volatile bool disposed;

    // A connection is used by one thread at a time here, so it needs no locks of its own; nor is there anybody who asks how much memory
    // SQLite has, which it counts under a lock that all share. Too late when somebody else has used SQLite before in this process;
    // then they stay, and only cost time.
    static SqliteDatabase()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        GatheredLog.Register();
    }

    private SqliteDatabase(string path, bool durable, bool temporary)
    {
        Path = path;
        this.durable = durable;
        this.temporary = temporary;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Vfs = durable ? GatheredLog.Name : null }.ToString();
        Writer = new SqliteWriter(OpenSession, durable ? static session => GatheredLog.SyncDatabase(session.Connection.Handle!) : null);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of transactions committed since it was opened.</summary>
    public long Commits => Writer.Commits;

    /// <summary>The one that writes.</summary>
    internal SqliteWriter Writer { get; }

    /// <summary>
    /// Raised after a commit, before those who wrote hear of it; on the writer's thread, so what it calls must be quick.
    /// </summary>
    public event Action? Committed
    {
        add => Writer.Committed += value;
        remove => Writer.Committed -= value;
    }

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
        ThrowIfDisposed();
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
    /// <param name="ended">
    /// Is told on the writer's thread what has come of it before the caller is: the answer, or none when nothing is stored; it must be quick, and not throw.
    /// </param>
    public Task<T> WriteAsync<TState, T>(
        TState state, Func<SqliteSession, TState, T> write, bool joins = false, Action<TState, T?>? ended = null)
    {
        ThrowIfDisposed();
        var pending = new PendingWrite<TState, T>(state, write, ended) { Joins = joins };
        Writer.Add(pending);
        return pending.Task;
    }

    /// <summary>Throws when it is closed.</summary>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(disposed, this);

    /// <summary>The writer's session and those of readers, to be looked at while nobody uses them.</summary>
    internal IReadOnlyList<SqliteSession> Sessions() => [Writer.Session, .. idleReaders];

    /// <summary>Ends as if the process were killed: what waits to be written is lost, what was acknowledged is not. For tests.</summary>
    public void Abandon()
    {
        Writer.Abandon();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Writer.Stop();
        while (idleReaders.TryTake(out var session))
            session.Dispose();
        Writer.Dispose();
        if (temporary)
        {
            foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
                File.Delete(Path + suffix);
        }
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
            session.Execute("PRAGMA cache_size = -1000");
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
}
