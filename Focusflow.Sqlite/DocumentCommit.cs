using System.Globalization;
using System.Runtime.InteropServices;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>One batch on the writer's thread: first every precondition, then the writes.</summary>
internal sealed class DocumentCommit
{
    private const int PurgeLimit = 100;
    private const long PurgeEvery = 10_000;

    private readonly DocumentTable table;
    private readonly DocumentBatch batch;
    private readonly long now;
    private readonly bool trusts;

    // What whoever commits can do before is not done by the one who writes for all: to take the keys out of documents, and to compare them
    // with the version that a document most likely still has.
    private readonly KeyValue[][] keys;
    private readonly Compared[] compared;
    private readonly long[] rows;
    private bool begun;

    /// <summary>Prepares it, on the thread of whoever commits.</summary>
    /// <param name="table">The container.</param>
    /// <param name="batch">The writes.</param>
    /// <param name="now">The time, in Unix milliseconds.</param>
    /// <param name="trusts">Whether it takes what is known of documents for what the file has.</param>
    public DocumentCommit(DocumentTable table, DocumentBatch batch, long now, bool trusts)
    {
        (this.table, this.batch, this.now, this.trusts) = (table, batch, now, trusts);
        keys = [.. batch.Writes.Select(write => KeysOf(table, write))];
        compared = [.. batch.Writes.Select(Compare)];
        rows = new long[batch.Writes.Count];
    }

    /// <summary>Checks and writes; what it has written is only known when it has <see cref="Ended"/>.</summary>
    /// <exception cref="NotAsKnownException">Somebody else has written the file.</exception>
    public CommitResult Run(SqliteSession session)
    {
        var writes = batch.Writes;
        var stored = new Stored[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            stored[i] = Find(session, i);
            if (writes[i] is DocumentWrite.Create)
            {
                if (stored[i] is { Row: > 0, Expired: false })
                    return new CommitResult(CommitStatus.Conflict, i, []);
            }
            else if (stored[i].Row == 0 || stored[i].Expired || ETagOf(writes[i]) != Text(stored[i].Version))
            {
                return new CommitResult(CommitStatus.PreconditionFailed, i, []);
            }
        }

        if (!begun)
            table.Recent.Begin(batch);
        begun = true;

        var etags = new string[writes.Count];
        for (var i = 0; i < writes.Count; i++)
            etags[i] = Write(session, i, stored[i]);
        PurgeExpired(session);
        return new CommitResult(CommitStatus.Committed, -1, etags);
    }

    /// <summary>Its transaction has ended, on the writer's thread.</summary>
    /// <param name="result">What has come of it; null: nothing is stored.</param>
    public void Ended(CommitResult? result)
    {
        if (begun)
            table.Recent.End(batch, result is { Succeeded: true } ? result.ETags : null, rows);
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

    private Compared Compare(DocumentWrite write, int at) =>
        trusts && write is DocumentWrite.Replace replace && table.Recent.Standing(batch.Partition, write.Id, out _) is { } known && known.ETag == replace.ETag
            ? new(known.ETag, known.Kind == replace.Kind
                ? KeysOfKind.Changes(table.Keys.Of(known.Kind).Read(known.Json), keys[at])
                : KeysOfKind.AllChange(keys[at]))
            : default;

    private Stored Find(SqliteSession session, int at)
    {
        var (write, replace) = (batch.Writes[at], batch.Writes[at] as DocumentWrite.Replace);

        // What is new is looked for in any case, since its write would not tell that there is one. Once it is being written, a document is
        // what an earlier try has left.
        if (trusts && !begun && write is not DocumentWrite.Create
            && table.Recent.Standing(batch.Partition, write.Id, out var row) is { } known
            && (replace is null || known.ETag == compared[at].ETag))
        {
            return new Stored(row, long.Parse(known.ETag, CultureInfo.InvariantCulture), Expired: false, compared[at].Changed | ExpiryOf(replace));
        }

        using var statement = session.Statement(table.Keys.Of(replace?.Kind ?? "").Find);
        PartitionKey.Bind(statement, 1, batch.Partition);
        statement.Bind(2, write.Id);
        if (!statement.Step())
            return default;
        var expires = !statement.IsNull(2);
        var changed = replace is null ? 0
            : KeysOfKind.Changes(statement, replace.Kind, keys[at]) | (expires ? KeysOfKind.ExpiryChanges : ExpiryOf(replace));
        return new Stored(statement.Number(0), statement.Number(1), expires && statement.Number(2) <= now, changed);
    }

    private static ulong ExpiryOf(DocumentWrite.Replace? replace) => replace?.TimeToLive is null ? 0 : KeysOfKind.ExpiryChanges;

    private string Write(SqliteSession session, int at, Stored stored)
    {
        switch (batch.Writes[at])
        {
            case DocumentWrite.Create create:
                if (stored.Row > 0)
                    Delete(session, create.Id, stored); // expired, as the check has found
                return Text(rows[at] = Insert(session, create, keys[at]));
            case DocumentWrite.Replace replace:
                rows[at] = stored.Row;
                return Text(Replace(session, replace, stored, keys[at]));
            default:
                Delete(session, batch.Writes[at].Id, stored);
                return "";
        }
    }

    private long Insert(SqliteSession session, DocumentWrite.Create create, KeyValue[] values)
    {
        var waits = table.Unindexed.Takes(session, batch);
        var number = table.Numbers.Next(session);
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

    private long Replace(SqliteSession session, DocumentWrite.Replace replace, Stored stored, KeyValue[] values)
    {
        var number = table.Numbers.Next(session);
        using var statement = session.Statement(table.Keys.Of(replace.Kind).Replace(stored.Changed));
        statement.Bind(1, stored.Row);
        statement.Bind(2, number);
        statement.BindText(3, replace.Json.Span);
        if ((stored.Changed & KeysOfKind.ExpiryChanges) != 0)
            statement.Bind(4, Expiry(replace));
        if ((stored.Changed & KeysOfKind.KindChanges) != 0)
            statement.Bind(5, replace.Kind);
        statement.Bind(6, stored.Version);
        KeysOfKind.Bind(statement, values, stored.Changed);
        statement.Step();
        CheckWritten(session, replace.Id);
        return number;
    }

    private void Delete(SqliteSession session, string id, Stored stored)
    {
        table.Numbers.Deleting(session, stored.Version);
        using var statement = session.Statement(table.Statements.Delete);
        statement.Bind(1, stored.Row);
        statement.Bind(2, stored.Version);
        statement.Step();
        CheckWritten(session, id);
    }

    private void CheckWritten(SqliteSession session, string id)
    {
        if (session.Changes == 1)
            return;
        table.Recent.Forget(batch.Partition, id);
        throw new NotAsKnownException();
    }

    private long? Expiry(DocumentWrite write) =>
        write.TimeToLive is { } timeToLive ? now + (long)timeToLive.TotalMilliseconds : null;

    // Expired documents are invisible already; this only gives their room back, a little with some writes.
    private void PurgeExpired(SqliteSession session)
    {
        if (!table.Container.DocumentsExpire || now < table.NextPurge)
            return;
        table.Numbers.Deleting(session);
        using var statement = session.Statement(table.Statements.Purge);
        statement.Bind(1, now);
        statement.Bind(2, PurgeLimit);
        statement.Step();
        table.NextPurge = session.Changes == PurgeLimit ? now : now + PurgeEvery;
    }

    /// <summary>What was known of a document is not so. Nothing of its batch is stored.</summary>
    internal sealed class NotAsKnownException() : Exception("Another program has written the database file.");

    /// <summary>Which columns change, compared with a version that was known; none: it was not known.</summary>
    private readonly record struct Compared(string? ETag, ulong Changed);

    /// <summary>What a write finds; no row: nothing.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stored(long Row, long Version, bool Expired, ulong Changed);
}
