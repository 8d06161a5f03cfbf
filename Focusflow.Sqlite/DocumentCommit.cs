using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>One batch on the writer's thread: first every precondition, then the writes.</summary>
internal sealed class DocumentCommit(DocumentTable table, DocumentBatch batch, long now)
{
    private const int PurgeLimit = 100;
    private const long PurgeEvery = 10_000;

    // Taken out of the documents by whoever commits, not by the one who writes for all.
    private readonly KeyValue[][] keys = [.. batch.Writes.Select(write => KeysOf(table, write))];
    private bool begun;

    /// <summary>Checks and writes; what it has written is only known when it has <see cref="Ended"/>.</summary>
    public CommitResult Run(SqliteSession session)
    {
        var writes = batch.Writes;
        var stored = writes.Count <= 16 ? stackalloc long[writes.Count] : new long[writes.Count];
        var changed = writes.Count <= 16 ? stackalloc ulong[writes.Count] : new ulong[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            stored[i] = Find(session, i, out var version, out var expired, out changed[i]);
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

        if (!begun)
            table.Recent.Begin(batch);
        begun = true;

        var etags = new string[writes.Count];
        for (var i = 0; i < writes.Count; i++)
            etags[i] = Write(session, i, stored[i], changed[i]);
        PurgeExpired(session);
        return new CommitResult(CommitStatus.Committed, -1, etags);
    }

    /// <summary>Its transaction has ended, on the writer's thread.</summary>
    /// <param name="result">What has come of it; null: nothing is stored.</param>
    public void Ended(CommitResult? result)
    {
        if (begun)
            table.Recent.End(batch, result is { Succeeded: true } ? result.ETags : null);
    }

    private static KeyValue[] KeysOf(DocumentTable table, DocumentWrite write) => write switch
    {
        DocumentWrite.Create create => table.Keys.Of(create.Kind).Read(create.Json),
        DocumentWrite.Replace replace => table.Keys.Of(replace.Kind).Read(replace.Json),
        _ => [],
    };

    private static string ETagOf(DocumentWrite write) => write switch
    {
        DocumentWrite.Replace replace => replace.ETag,
        DocumentWrite.Delete delete => delete.ETag,
        _ => "",
    };

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private long Find(SqliteSession session, int at, out long version, out bool expired, out ulong changed)
    {
        var (write, replace) = (batch.Writes[at], batch.Writes[at] as DocumentWrite.Replace);
        using var statement = session.Statement(table.Keys.Of(replace?.Kind ?? "").Find);
        PartitionKey.Bind(statement, 1, batch.Partition);
        statement.Bind(2, write.Id);
        (version, expired, changed) = (0, false, 0);
        if (!statement.Step())
            return 0;
        version = statement.Number(1);
        var expires = !statement.IsNull(2);
        expired = expires && statement.Number(2) <= now;
        if (replace is not null)
            changed = KeysOfKind.Changes(statement, replace.Kind, keys[at]) | (expires || replace.TimeToLive is not null ? KeysOfKind.ExpiryChanges : 0);
        return statement.Number(0);
    }

    private string Write(SqliteSession session, int at, long stored, ulong changed)
    {
        switch (batch.Writes[at])
        {
            case DocumentWrite.Create create:
                if (stored > 0)
                    Delete(session, stored); // expired, as the check has found
                return Text(Insert(session, create, keys[at]));
            case DocumentWrite.Replace replace:
                return Text(Replace(session, replace, stored, keys[at], changed));
            default:
                Delete(session, stored);
                return "";
        }
    }

    private long Insert(SqliteSession session, DocumentWrite.Create create, KeyValue[] values)
    {
        var waits = table.Unindexed.Takes(session, batch);
        Step(session, table.Statements.Begin, null);
        var number = session.LastInsertRowId;
        using var statement = session.Statement(table.Keys.Of(create.Kind).Insert);
        statement.Bind(1, number);
        PartitionKey.Bind(statement, 2, batch.Partition);
        statement.Bind(3, create.Id);
        statement.Bind(4, create.Kind);
        statement.Bind(5, Expiry(create));
        statement.BindText(6, create.Json.Span);
        statement.Bind(7, waits ? 1L : null);
        KeysOfKind.Bind(statement, values);
        statement.Step();
        if (waits)
            table.Unindexed.Added(session, batch.Partition);
        return number;
    }

    private long Replace(SqliteSession session, DocumentWrite.Replace replace, long stored, KeyValue[] values, ulong changed)
    {
        Step(session, table.Statements.Change, stored);
        var number = session.LastInsertRowId;
        using var statement = session.Statement(table.Keys.Of(replace.Kind).Replace(changed));
        statement.Bind(1, stored);
        statement.Bind(2, number);
        statement.BindText(3, replace.Json.Span);
        if ((changed & KeysOfKind.ExpiryChanges) != 0)
            statement.Bind(4, Expiry(replace));
        if ((changed & KeysOfKind.KindChanges) != 0)
            statement.Bind(5, replace.Kind);
        KeysOfKind.Bind(statement, values, changed);
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
