using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>
/// The one writer of a file. On a thread of its own it groups what waits into one transaction, and folds the log into the database
/// when nobody is kept waiting by it, or when it has grown too long.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxGroup = 1024;

    // A new document changes a few bytes on a page of each index, and the log takes pages as a whole. Smaller ones would often not hold
    // a document. A file keeps the size that it was made with.
    private const int PageSize = 2048;

    // How much the write-ahead log may hold before it is folded into the database: while writes wait, when nobody is kept waiting by it,
    // and while a burst of so many waits that folding is best put off until it is over (ten thousand who are due at the same instant, say).
    // Each time costs an fsync, and spares pages that were written more than once.
    private const long LogUnderLoad = 16 * 1024 * 1024;
    private const long LogAtRest = 256 * 1024;
    private const long LogInBurst = 64 * 1024 * 1024;
    private const int Burst = MaxGroup / 2;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<PendingWrite> queue = new(new ConcurrentQueue<PendingWrite>());
    private readonly Thread thread;
    private readonly long bytesOfPage;
    private long commits;
    private long bytesInLog;
    private volatile bool abandoned;

    /// <summary>Starts it.</summary>
    /// <param name="session">What it writes on, which is its own from now on, also when this throws.</param>
    public SqliteWriter(SqliteSession session)
    {
        Session = session;
        try
        {
            Prepare();
            bytesOfPage = (long)session.Scalar("PRAGMA page_size")!;
        }
        catch
        {
            session.Dispose();
            throw;
        }

        thread = new Thread(WriteLoop) { IsBackground = true, Name = "sqlite-writer" };
        thread.Start();
    }

    /// <summary>Raised after a commit, before those who wrote hear of it; on the writer's thread, so what it calls must be quick.</summary>
    public event Action? Committed;

    /// <summary>The number of transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>How many writes wait.</summary>
    public int Waiting => queue.Count;

    /// <summary>How long a write that joins waits for the next: less than an fsync takes, more than a decision.</summary>
    public TimeSpan Moment { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>What it writes on.</summary>
    public SqliteSession Session { get; }

    /// <summary>Takes a write, which hears of its end itself.</summary>
    public void Add(PendingWrite write) => queue.Add(write);

    /// <summary>From now on nothing is written any more: what waits fails.</summary>
    public void Abandon() => abandoned = true;

    /// <summary>Takes no more, and ends when what waits is written.</summary>
    public void Stop()
    {
        queue.CompleteAdding();
        thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        queue.Dispose();
    }

    private void Prepare()
    {
        Session.Execute($"PRAGMA page_size = {PageSize}");
        Session.Execute("PRAGMA journal_mode = WAL");
        Session.Execute("PRAGMA cache_size = -8000");
        Session.Execute("PRAGMA wal_autocheckpoint = 0"); // see FoldLog
        Session.Execute($"PRAGMA journal_size_limit = {LogUnderLoad}"); // a log that had to grow shrinks again
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
            bytesInLog += Session.TakePagesWritten() * bytesOfPage;
            if (bytesInLog >= (queue.Count < Burst ? LogUnderLoad : LogInBurst))
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
            using var fold = Session.Statement("PRAGMA wal_checkpoint(PASSIVE)");
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
            Session.Run("BEGIN IMMEDIATE");
            foreach (var write in group)
            {
                failed = write;
                write.Run(Session);
            }

            failed = null;
            Session.Run("COMMIT");
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
            Session.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself (a full disk does that).
        }
    }
}
