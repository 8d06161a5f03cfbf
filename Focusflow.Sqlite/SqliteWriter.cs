using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>
/// The one writer of a file. On a thread of its own it groups what waits into one transaction.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxGroup = 1024;

    // What enters an index changes a few bytes on one of its pages, and the log takes pages as a whole. Smaller ones would often not hold
    // a document. A file keeps the size that it was made with.
    private const int PageSize = 2048;

    private readonly BlockingCollection<PendingWrite> queue = new(new ConcurrentQueue<PendingWrite>());
    private readonly Thread thread;
    private readonly LogFolding log;
    private readonly List<IPostponedWork> postponed = [];
    private long commits;
    private volatile bool abandoned;

    /// <summary>Starts it.</summary>
    /// <param name="open">Opens what it writes on.</param>
    /// <param name="sync">Syncs the file of a database, on the session given; null where nothing is synced.</param>
    public SqliteWriter(Func<SqliteSession> open, Action<SqliteSession>? sync)
    {
        Session = open();
        try
        {
            Session.Execute($"PRAGMA page_size = {PageSize}");
            Session.Execute("PRAGMA journal_mode = WAL");
            Session.Execute("PRAGMA cache_size = -8000");
            log = new LogFolding(Session, open(), sync);
        }
        catch
        {
            Session.Dispose();
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

    /// <summary>How long nobody must have written before what was postponed is done.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What it writes on.</summary>
    public SqliteSession Session { get; }

    /// <summary>Takes a write, which hears of its end itself.</summary>
    public void Add(PendingWrite write) => queue.Add(write);

    /// <summary>Has work done when nobody has written for a moment. Called inside a transaction.</summary>
    public void Postpone(IPostponedWork work)
    {
        if (!postponed.Contains(work))
            postponed.Add(work);
    }

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
        log.Dispose();
        Session.Dispose();
        queue.Dispose();
    }

    private void WriteLoop()
    {
        var group = new List<PendingWrite>(MaxGroup);
        while (!queue.IsCompleted)
        {
            var work = postponed.Find(work => work.IsDue);
            if (!queue.TryTake(out var first, log.IsDueAtRest || work is not null ? Rest : Timeout.InfiniteTimeSpan))
            {
                if (!abandoned)
                    AtRest(work);
                continue;
            }

            group.Clear();
            group.Add(first);
            for (var last = first; group.Count < MaxGroup && queue.TryTake(out var next, last.Joins ? Moment : TimeSpan.Zero); last = next)
                group.Add(next);
            Commit(group);
            if (!abandoned)
                log.AfterCommit();
        }
    }

    private void AtRest(IPostponedWork? work)
    {
        if (work is null && log.IsDueAtRest)
            log.FoldRest();
        try
        {
            while (work is { IsDue: true } && queue.Count == 0)
            {
                Session.BeginWriting();
                work.Run(Session);
                Session.Run("COMMIT");
                log.AfterCommit();
            }
        }
        catch (SqliteException)
        {
            RollBack(); // a full disk, say; what is postponed can wait for the next write
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
            Session.BeginWriting();
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
