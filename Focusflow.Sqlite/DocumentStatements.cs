namespace Focusflow.Sqlite;

/// <summary>The SQL of one container that is always the same; what depends on the kind of a document is in <see cref="KeysOfKind"/>.</summary>
internal sealed class DocumentStatements(DocumentTable table)
{
    /// <summary>Reads a document by its partition and id, also one that has expired.</summary>
    public string Read { get; } = UnindexedDocuments.ByKey(table.Name, "seq, kind, json, expires, doc");

    /// <summary>Deletes a document that still has the version it was found with.</summary>
    public string Delete { get; } = $"DELETE FROM {table.Name} WHERE doc = ?1 AND seq = ?2";

    public string Purge { get; } =
        $"DELETE FROM {table.Name} WHERE doc IN (SELECT doc FROM {table.Name} WHERE expires <= ?1 AND {UnindexedDocuments.None} ORDER BY expires LIMIT {SqliteStatement.Limit("?2")})";

    public string Changes { get; } =
        $"SELECT seq, partition, id, kind, json FROM {table.Name} INDEXED BY {table.Feed} "
        + $"WHERE seq > ?1{Alive(table)} ORDER BY seq LIMIT {SqliteStatement.Limit("?2")}";

    /// <summary>The changes of a range of partitions, up to a number.</summary>
    public string ChangesOfRange { get; } =
        $"SELECT seq, partition, id, kind, json FROM {table.Name} INDEXED BY {table.Feed} WHERE seq > ?1 AND seq <= ?4 "
        + $"AND {FeedRange.Function}(partition) BETWEEN ?5 AND ?6{Alive(table)} ORDER BY seq LIMIT {SqliteStatement.Limit("?2")}";

    private static string Alive(DocumentTable table) => table.Container.DocumentsExpire ? " AND (expires IS NULL OR expires > ?3)" : "";
}
