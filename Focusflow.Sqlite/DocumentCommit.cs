using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>One batch on the writer's thread: first every precondition, then the writes.</summary>
internal sealed class DocumentCommit(DocumentTable table, DocumentBatch batch, long now)
{
    private const int PurgeLimit = 100;
    private const long PurgeEvery = 10_000;

    /// <summary>
    /// Whether at most one statement writes what can be seen, so that the batch is atomic by itself; what happens to
    /// expired documents beside it cannot.
    /// </summary>
    public bool IsSingleStatement => batch.Writes.Count == 0 || batch.Writes is [DocumentWrite.Delete] or [DocumentWrite.Create];

    public CommitResult Run(SqliteSession session)
    {
        var writes = batch.Writes;
        var stored = writes.Count <= 16 ? stackalloc long[writes.Count] : new long[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            stored[i] = Find(session, writes[i].Id, out var expired);
            if (writes[i] is DocumentWrite.Create)
            {
                if (stored[i] > 0 && !expired)
                    return new CommitResult(CommitStatus.Conflict, i, []);
            }
            else if (stored[i] == 0 || expired || ETagOf(writes[i]) != Text(stored[i]))
            {
                return new CommitResult(CommitStatus.PreconditionFailed, i, []);
            }
        }

        var etags = new string[writes.Count];
        for (var i = 0; i < writes.Count; i++)
            etags[i] = Write(session, writes[i], stored[i]);
        PurgeExpired(session);
        return new CommitResult(CommitStatus.Committed, -1, etags);
    }

    private static string ETagOf(DocumentWrite write) => write switch
    {
        DocumentWrite.Replace replace => replace.ETag,
        DocumentWrite.Delete delete => delete.ETag,
        _ => "",
    };

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private long Find(SqliteSession session, string id, out bool expired)
    {
        using var statement = session.Statement(table.Find);
        statement.Bind(1, batch.Partition);
        statement.Bind(2, id);
        expired = false;
        if (!statement.Step())
            return 0;
        expired = !statement.IsNull(1) && statement.Number(1) <= now;
        return statement.Number(0);
    }

    private string Write(SqliteSession session, DocumentWrite write, long stored)
    {
        switch (write)
        {
            case DocumentWrite.Create create:
                if (stored > 0)
                    Delete(session, stored); // expired, as the check has found
                return Insert(session, create, create.Kind, create.Json);
            case DocumentWrite.Replace replace:
                // A new row, because only an insert gives a number that was never given before.
                Delete(session, stored);
                return Insert(session, replace, replace.Kind, replace.Json);
            default:
                Delete(session, stored);
                return "";
        }
    }

    private string Insert(SqliteSession session, DocumentWrite write, string kind, ReadOnlyMemory<byte> json)
    {
        using var statement = session.Statement(table.Insert);
        statement.Bind(1, batch.Partition);
        statement.Bind(2, write.Id);
        statement.Bind(3, kind);
        statement.Bind(4, write.TimeToLive is { } timeToLive ? now + (long)timeToLive.TotalMilliseconds : null);
        statement.BindText(5, json.Span);
        statement.Step();
        return Text(session.LastInsertRowId);
    }

    private void Delete(SqliteSession session, long sequence)
    {
        using var statement = session.Statement(table.Delete);
        statement.Bind(1, sequence);
        statement.Step();
    }

    // Expired documents are invisible already; this only gives their room back, a little with some writes.
    private void PurgeExpired(SqliteSession session)
    {
        if (!table.Container.DocumentsExpire || now < table.NextPurge)
            return;
        using var statement = session.Statement(table.Purge);
        statement.Bind(1, now);
        statement.Bind(2, PurgeLimit);
        statement.Step();
        table.NextPurge = session.Changes == PurgeLimit ? now : now + PurgeEvery;
    }
}
