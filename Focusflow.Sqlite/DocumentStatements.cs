namespace Focusflow.Sqlite;

/// <summary>The SQL of one container that is always the same; what depends on the kind of a document is in <see cref="KeysOfKind"/>.</summary>
internal sealed class DocumentStatements(DocumentTable table)
{
    /// <summary>Reads a document by its partition and id, also one that has expired.</summary>
    public string Read { get; } = UnindexedDocuments.ByKey(table.Name, "seq, kind, json, expires, doc");

    /// <summary>Takes the next number for a new document.</summary>
    public string Begin { get; } = $"INSERT INTO {table.Feed} (doc) VALUES (NULL)";

    /// <summary>Takes the next number for a change of a document.</summary>
    public string Change { get; } = $"INSERT INTO {table.Feed} (doc) VALUES (?1)";

    /// <summary>Deletes a document that still has the version it was found with.</summary>
    public string Delete { get; } = $"DELETE FROM {table.Name} WHERE doc = ?1 AND seq = ?2";

    public string Purge { get; } =
        $"DELETE FROM {table.Name} WHERE doc IN (SELECT doc FROM {table.Name} WHERE expires <= ?1 AND {UnindexedDocuments.None} ORDER BY expires LIMIT {SqliteStatement.Limit("?2")})";

    public string Changes { get; } =
        $"SELECT stored.seq, partition, id, kind, json FROM {table.Feed} AS change CROSS JOIN {table.Name} AS stored "
        + $"ON stored.doc = coalesce(change.doc, change.seq) WHERE change.seq > ?1{Alive(table)} ORDER BY change.seq LIMIT {SqliteStatement.Limit("?2")}";

    /// <summary>The changes of a range of partitions, up to a number.</summary>
    public string ChangesOfRange { get; } =
        $"SELECT stored.seq, partition, id, kind, json FROM {table.Feed} AS change CROSS JOIN {table.Name} AS stored "
        + $"ON stored.doc = coalesce(change.doc, change.seq) WHERE change.seq > ?1 AND change.seq <= ?4 "
        + $"AND {FeedRange.Function}(partition) BETWEEN ?5 AND ?6{Alive(table)} ORDER BY change.seq LIMIT {SqliteStatement.Limit("?2")}";

    /// <summary>The version of the last document written.</summary>
    public string LastChange { get; } = $"SELECT coalesce(max(seq), 0) FROM {table.Feed}";

    private static string Alive(DocumentTable table) => table.Container.DocumentsExpire ? " AND (stored.expires IS NULL OR stored.expires > ?3)" : "";
}
