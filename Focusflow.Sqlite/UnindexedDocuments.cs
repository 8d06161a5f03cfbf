namespace Focusflow.Sqlite;

/// <summary>
/// The new documents of a container that its indexes do not hold yet. One by one, each would write a page of every index; entered
/// together, those that lie side by side in an index share its pages. Meanwhile they are found by an index of their own, in which
/// there are never many.
/// </summary>
/// <param name="table">The table of the documents.</param>
internal sealed class UnindexedDocuments(DocumentTable table) : IPostponedWork
{
    /// <summary>The column that is 1 for them, else null.</summary>
    public const string Column = "unindexed";

    /// <summary>The condition of all other indexes, which a query must repeat for them to be usable.</summary>
    public const string None = $"{Column} IS NULL";

    /// <summary>The condition of the index of these.</summary>
    public const string Only = $"{Column} = 1";

    // Whoever asks for a list while there are as many of his own has to look at each, which takes about half a millisecond.
    private const int Most = 256;

    private int added;

    /// <summary>The index of them.</summary>
    public string Index { get; } = IndexOf(table.Name);

    /// <inheritdoc/>
    public bool IsDue => added > 0;

    private string Any { get; } = $"SELECT 1 FROM {table.Name} INDEXED BY {IndexOf(table.Name)} WHERE partition = ?1 AND {Only} LIMIT 1";

    private string Enter { get; } =
        $"UPDATE OR FAIL {table.Name} SET {Column} = NULL WHERE doc IN (SELECT doc FROM {table.Name} INDEXED BY {IndexOf(table.Name)} WHERE {Only})";

    /// <summary>The SQL that reads one document by its partition (<c>?1</c>) and id (<c>?2</c>), indexed or not.</summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">What is read.</param>
    /// <param name="conditions">What else must hold, beginning with AND.</param>
    public static string ByKey(string table, string columns, string conditions = "") =>
        $"SELECT {columns} FROM {table} INDEXED BY {DocumentTable.KeyIndexOf(table)} WHERE partition = ?1 AND id = ?2 AND {None}{conditions} "
        + $"UNION ALL SELECT {columns} FROM {table} INDEXED BY {IndexOf(table)} WHERE partition = ?1 AND id = ?2 AND {Only}{conditions}";

    /// <summary>Whether a partition has any.</summary>
    public bool AreIn(SqliteSession session, string partition)
    {
        using var any = session.Statement(Any);
        PartitionKey.Bind(any, 1, partition);
        return any.Step();
    }

    /// <summary>One was written; enters all of them when they have become many. Called by the writer.</summary>
    public void Added(SqliteSession session)
    {
        if (++added >= Most)
            Run(session);
    }

    /// <inheritdoc/>
    public void Run(SqliteSession session)
    {
        added = 0;
        session.Run(Enter);
    }

    private static string IndexOf(string table) => $"{table}_{Column}";
}
