using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>One batch on the writer's thread: first every precondition, then the writes.</summary>
internal sealed class DocumentCommit(DocumentTable table, DocumentBatch batch, long now)
{
    private const int PurgeLimit = 100;
    private const long PurgeEvery = 10_000;

    public CommitResult Run(SqliteSession session)
    {
        var writes = batch.Writes;
        var stored = writes.Count <= 16 ? stackalloc long[writes.Count] : new long[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            stored[i] = Find(session, writes[i].Id, out var version, out var expired);
            if (writes[i] is DocumentWrite.Create)
            {
                if (stored[i] > 0 && !expired)
                    return new CommitResult(CommitStatus.Conflict, i, []);
            }
            else if (stored[i] == 0 || expired || ETagOf(writes[i]) != Text(version))
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

    private long Find(SqliteSession session, string id, out long version, out bool expired)
    {
        using var statement = session.Statement(table.Statements.Find);
        PartitionKey.Bind(statement, 1, batch.Partition);
        statement.Bind(2, id);
        (version, expired) = (0, false);
        if (!statement.Step())
            return 0;
        version = statement.Number(1);
        expired = !statement.IsNull(2) && statement.Number(2) <= now;
        return statement.Number(0);
    }

    private string Write(SqliteSession session, DocumentWrite write, long stored)
    {
        switch (write)
        {
            case DocumentWrite.Create create:
                if (stored > 0)
                    Delete(session, stored); // expired, as the check has found
                return Text(Insert(session, create));
            case DocumentWrite.Replace replace:
                return Text(Replace(session, replace, stored));
            default:
                Delete(session, stored);
                return "";
        }
    }

    private long Insert(SqliteSession session, DocumentWrite.Create create)
    {
        Step(session, table.Statements.Begin, null);
        var number = session.LastInsertRowId;
        using var statement = session.Statement(table.Statements.Insert);
        statement.Bind(1, number);
        PartitionKey.Bind(statement, 2, batch.Partition);
        statement.Bind(3, create.Id);
        statement.Bind(4, create.Kind);
        statement.Bind(5, Expiry(create));
        statement.BindText(6, create.Json.Span);
        statement.Step();
        return number;
    }

    private long Replace(SqliteSession session, DocumentWrite.Replace replace, long stored)
    {
        Step(session, table.Statements.Change, stored);
        var number = session.LastInsertRowId;
        using var statement = session.Statement(table.Statements.Replace);
        statement.Bind(1, stored);
        statement.Bind(2, number);
        statement.Bind(3, replace.Kind);
        statement.Bind(4, Expiry(replace));
        statement.BindText(5, replace.Json.Span);
        statement.Step();
        return number;
    }

    private void Delete(SqliteSession session, long stored) => Step(session, table.Statements.Delete, stored);

    private static void Step(SqliteSession session, string sql, long? value)
    {
        using var statement = session.Statement(sql);
        if (value is not null)
            statement.Bind(1, value);
        statement.Step();
    }

    private long? Expiry(DocumentWrite write) =>
        write.TimeToLive is { } timeToLive ? now + (long)timeToLive.TotalMilliseconds : null;

    // Expired documents are invisible already; this only gives their room back, a little with some writes.
    private void PurgeExpired(SqliteSession session)
    {
        if (!table.Container.DocumentsExpire || now < table.NextPurge)
            return;
        using var statement = session.Statement(table.Statements.Purge);
        statement.Bind(1, now);
        statement.Bind(2, PurgeLimit);
        statement.Step();
        table.NextPurge = session.Changes == PurgeLimit ? now : now + PurgeEvery;
    }
}
