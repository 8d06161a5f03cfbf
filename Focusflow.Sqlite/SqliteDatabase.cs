using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>
/// One SQLite file with many readers and one writer. The writer groups what waits into one transaction, so that many
/// callers share one fsync; a caller is answered only after the commit.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int MaxGroup = 256;

    private readonly string connectionString;
    private readonly bool durable;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private readonly BlockingCollection<Work> queue = new(new ConcurrentQueue<Work>());
    private readonly SqliteSession writer;
    private readonly Thread writerThread;
    private volatile bool disposed;

    private SqliteDatabase(string path, bool durable)
    {
        Path = path;
        this.durable = durable;
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = OpenSession();
        writer.Execute("PRAGMA journal_mode = WAL");
        writerThread = new Thread(WriteLoop) { IsBackground = true, Name = "sqlite-writer" };
        writerThread.Start();
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">The path; its folder must exist.</param>
    /// <param name="durable">
    /// Whether a write is answered only after it is on the disk (<c>synchronous=FULL</c>); false for throw-away data.
    /// </param>
    public static SqliteDatabase Open(string path, bool durable = true) => new(path, durable);

    /// <summary>Reads on a connection of its own, on the calling thread. Sees everything committed before.</summary>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idleReaders.TryTake(out var session))
            session = OpenSession();
        try
        {
            return read(session);
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
    /// <paramref name="write"/> throws, its own statements are rolled back, nobody else's, and the task fails.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var work = new Work<T>(write);
        queue.Add(work);
        return work.Task;
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
    }

    private SqliteSession OpenSession()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        var session = new SqliteSession(connection);
        session.Execute("PRAGMA busy_timeout = 10000");
        session.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
        session.Execute("PRAGMA cache_size = -8000");
        connection.CreateFunction(
            "has_text",
            (string? text, string part) => text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase),
            isDeterministic: true);
        return session;
    }

    private void WriteLoop()
    {
        var group = new List<Work>(MaxGroup);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            while (group.Count < MaxGroup && queue.TryTake(out var next))
                group.Add(next);
            Commit(group);
        }
    }

    private void Commit(List<Work> group)
    {
        try
        {
            writer.Execute("BEGIN IMMEDIATE");
            foreach (var work in group)
                work.Run(writer);
            writer.Execute("COMMIT");
        }
        catch (Exception error)
        {
            RollBack();
            foreach (var work in group)
                work.Fail(error);
            return;
        }

        foreach (var work in group)
            work.Complete();
    }

    private void RollBack()
    {
        try
        {
            writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself (a full disk does that).
        }
    }

    private abstract class Work
    {
        public abstract void Run(SqliteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<SqliteSession, T> write) : Work
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;
        private Exception? failure;

        public Task<T> Task => completion.Task;

        public override void Run(SqliteSession session)
        {
            session.Execute("SAVEPOINT work");
            try
            {
                result = write(session);
                session.Execute("RELEASE work");
            }
            catch (Exception error)
            {
                failure = error;
                session.Execute("ROLLBACK TO work");
                session.Execute("RELEASE work");
            }
        }

        public override void Complete()
        {
            if (failure is null)
                completion.SetResult(result);
            else
                completion.SetException(failure);
        }

        public override void Fail(Exception error) => completion.TrySetException(failure ?? error);
    }
}
