using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Data.Sqlite;

namespace Focusflow.Sqlite;

/// <summary>Documents in an SQLite file: the embedded store.</summary>
public sealed class SqliteDocumentStore : IDocumentStore
{
    private readonly SqliteDatabase database;
    private readonly TimeProvider clock;
    private readonly FrozenDictionary<string, DocumentTable> tables;

    // A part of the feed is found by passing over the changes of all the others, and parts are followed side by side: one at a time is
    // read, so that requests find a thread meanwhile.
    private readonly TaskFactory partsOfFeed = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    /// <summary>A store in a database. Call <see cref="EnsureCreatedAsync"/> before the first use.</summary>
    /// <param name="database">The database; other tables may live in it too.</param>
    /// <param name="clock">Says when documents expire.</param>
    /// <param name="containers">The containers; by default those of Focusflow.</param>
    public SqliteDocumentStore(SqliteDatabase database, TimeProvider clock, IReadOnlyList<ContainerDefinition>? containers = null)
    {
        this.database = database;
        this.clock = clock;
        tables = (containers ?? Containers.All).ToFrozenDictionary(
            container => container.Name, container => new DocumentTable(container), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!DocumentRules.IsValidId(key.Id))
            return new((StoredDocument?)null);
        var table = TableOf(key.Container);
        return new(Guard(() =>
        {
            var found = Read(table, key.Partition, [key.Id]);
            return found.Count == 0 ? (StoredDocument?)null : found[0];
        }));
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        DocumentRules.Check(query);
        var table = TableOf(query.Container);
        return new(Guard(() => NamesIds(query)
            ? new DocumentPage(Read(table, query.Partition!, [.. IdsOf(query)]), null)
            : database.Read((table, query, now: Now()), static (session, read) => DocumentPageReader.Query(session, read.table, read.query, read.now))));
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var table = TableOf(container);
        return new(Guard(() => database.Read((table, partition, kind), static (session, count) =>
        {
            using var statement = session.Statement(count.table.CountOf(count.kind));
            PartitionKey.Bind(statement, 1, count.partition);
            statement.Step();
            return statement.Number(0);
        })));
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        DocumentRules.Check(batch);
        try
        {
            try
            {
                return await CommitAsync(batch, trusts: true);
            }
            catch (DocumentCommit.NotAsKnownException)
            {
                return await CommitAsync(batch, trusts: false);
            }
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var table = TableOf(container);
        if (checkpoint == ChangePage.FromNow)
            return new(Guard(() => database.Read(session => DocumentPageReader.NoChanges(session, table))));
        var range = FeedRange.Parse(checkpoint);
        return range.IsWhole
            ? new(Guard(() => database.Read(session => DocumentPageReader.Changes(session, table, range.After, limit, Now()))))
            : new(partsOfFeed.StartNew(
                () => Guard(() => database.Read(session => DocumentPageReader.Changes(session, table, range, limit, Now()))), cancellation));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(FeedRange.Parse(checkpoint).Split());
    }

    /// <inheritdoc/>
    public async ValueTask EnsureCreatedAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        await database.WriteAsync(session =>
        {
            foreach (var table in tables.Values)
            {
                table.Create(session);
                database.Writer.Postpone(table.Unindexed);
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Guard(() => database.Read(static session => session.Scalar("SELECT count(*) FROM sqlite_schema")));
        return default;
    }

    /// <summary>Whether a query asks for all documents of some ids, and for nothing else.</summary>
    private static bool NamesIds(DocumentQuery query) =>
        query is { Partition: not null, Kinds: [], Besides: [], Sort: null, Continuation: null, Filters: [DocumentFilter.OneOf { Path: "id" } ids] }
        && ids.Values.Count <= query.Limit;

    private static IEnumerable<string> IdsOf(DocumentQuery query) =>
        ((DocumentFilter.OneOf)query.Filters[0]).Values.Select(id => id.Value).OfType<string>().Distinct(StringComparer.Ordinal);

    private Task<CommitResult> CommitAsync(DocumentBatch batch, bool trusts) => database.WriteAsync(
        new DocumentCommit(TableOf(batch.Container), batch, Now(), trusts),
        static (session, commit) => commit.Run(session),
        ended: static (commit, result) => commit.Ended(result));

    private List<StoredDocument> Read(DocumentTable table, string partition, string[] ids)
    {
        database.ThrowIfDisposed();
        return table.Recent.Find(partition, ids, out var inquiry)
            ?? database.Read(
                (table, partition, ids, now: Now(), inquiry),
                static (session, read) => Read(session, read.table, read.partition, read.ids, read.now, read.inquiry));
    }

    private static List<StoredDocument> Read(SqliteSession session, DocumentTable table, string partition, string[] ids, long now, object? inquiry)
    {
        using var state = ids.Length > 1 ? session.OneState() : (SqliteSession.StateInUse?)null;
        List<StoredDocument> found = new(ids.Length);
        foreach (var id in ids)
        {
            var document = Read(session, table, partition, id, now, out var row, out var expires);
            if (document is { } there)
                found.Add(there);
            if (!expires)
                table.Recent.Tell(partition, id, document, row, inquiry);
        }

        return found;
    }

    private static StoredDocument? Read(SqliteSession session, DocumentTable table, string partition, string id, long now, out long row, out bool expires)
    {
        using var statement = session.Statement(table.Statements.Read);
        PartitionKey.Bind(statement, 1, partition);
        statement.Bind(2, id);
        (row, expires) = (0, false);
        if (!statement.Step())
            return null;
        row = statement.Number(4);
        expires = !statement.IsNull(3);
        if (expires && statement.Number(3) <= now)
            return null;
        var etag = statement.Number(0).ToString(CultureInfo.InvariantCulture);
        return new StoredDocument(id, partition, table.Kind(statement.Utf8(1)), etag, statement.Utf8(2).ToArray());
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    // What an operator mends. Everything else is a bug and stays one.
    private static bool IsOutage(Exception error) => error is ObjectDisposedException || error is SqliteException sqlite && SqliteOutage.Is(sqlite);

    private static StoreUnavailableException Unavailable(Exception error) =>
        new(error is SqliteException sqlite ? SqliteOutage.Describe(sqlite) : "The database file is closed.", inner: error);

    private DocumentTable TableOf(ContainerDefinition container) =>
        tables.TryGetValue(container.Name, out var table)
            ? table
            : throw new ArgumentException($"The container {container.Name} is not declared.", nameof(container));

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
