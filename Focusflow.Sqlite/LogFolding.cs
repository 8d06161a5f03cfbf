using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>
/// Folds the write-ahead log into the database, so that it does not grow for ever: beside the writer while writes wait, and on the
/// writer's own thread what little has come meanwhile, for only a log that is folded whole begins anew. Called by the writer alone.
/// </summary>
internal sealed class LogFolding : IDisposable
{
    // From how much on it is folded, since each time costs an fsync, and spares pages that were written more than once.
    private const long UnderLoad = 16 * 1024 * 1024;
    private const long AtRest = 256 * 1024;

    // How much the writer folds itself, which those who write wait for.
    private const long Remainder = 2 * 1024 * 1024;

    // How long the log may become. A start after a crash reads it all.
    private const long Most = 64 * 1024 * 1024;

    private readonly SqliteSession writer;
    private readonly SqliteSession own;
    private readonly Action<SqliteSession>? sync;
    private readonly long bytesOfPage;
    private Task? beside;
    private long length;
    private long unfolded;
    private long writtenBeside;

    /// <summary>Folds the log of a writer.</summary>
    /// <param name="writer">The writer's session.</param>
    /// <param name="own">Another on the same file, which is its own from now on.</param>
    /// <param name="sync">Syncs the file of a database, on the session given; null where nothing is synced.</param>
    public LogFolding(SqliteSession writer, SqliteSession own, Action<SqliteSession>? sync)
    {
        (this.writer, this.own, this.sync) = (writer, own, sync);
        writer.Execute("PRAGMA wal_autocheckpoint = 0"); // SQLite's own measure knows one number, and only the writer's thread
        writer.Execute($"PRAGMA journal_size_limit = {2 * UnderLoad}"); // a log that had to grow shrinks again
        bytesOfPage = (long)writer.Scalar("PRAGMA page_size")!;
    }

    /// <summary>Whether there is something to fold when nobody writes.</summary>
    public bool IsDueAtRest => unfolded >= AtRest;

    /// <summary>After a commit, when those who wrote have been answered.</summary>
    public void AfterCommit()
    {
        var bytes = writer.TakePagesWritten() * bytesOfPage;
        (length, unfolded, writtenBeside) = (length + bytes, unfolded + bytes, writtenBeside + bytes);
        if (length >= Most)
            FoldRest();
        else if (beside is { IsCompleted: false })
            return;
        else if (beside is null ? unfolded >= UnderLoad : HasMuchLeft())
            BeginBeside();
        else if (beside is not null)
            FoldRest();
    }

    /// <summary>Folds on this thread what is left; readers are not in the way, they only leave some for the next time.</summary>
    public void FoldRest()
    {
        beside?.Wait();
        beside = null;
        if (Fold(writer) is var (all, folded))
            (length, unfolded) = (all == folded ? 0 : all * bytesOfPage, (all - folded) * bytesOfPage);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        beside?.Wait();
        own.Dispose();
    }

    private void BeginBeside()
    {
        writtenBeside = 0;
        beside = Task.Factory.StartNew(FoldBeside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // SQLite syncs the file only after all of the log is folded. Without this, the writer would wait for all pages when it folds the last ones.
    private void FoldBeside()
    {
        if (Fold(own) is not null)
            sync?.Invoke(own);
    }

    /// <summary>What has been written while the log was folded, and is left: as much again, or so little that the writer may do it.</summary>
    private bool HasMuchLeft() => (unfolded = Math.Min(unfolded, writtenBeside)) > Remainder;

    private static (long All, long Folded)? Fold(SqliteSession session)
    {
        try
        {
            using var fold = session.Statement("PRAGMA wal_checkpoint(PASSIVE)");
            return fold.Step() && fold.Number(1) >= 0 ? (fold.Number(1), fold.Number(2)) : null;
        }
        catch (SqliteException)
        {
            return null; // A full disk, say. The log is as good a place; who writes next is told when there is no room there either.
        }
    }
}
