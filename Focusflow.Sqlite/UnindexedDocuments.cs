namespace Focusflow.Sqlite;

/// <summary>
/// The new documents of a container that its sort indexes do not hold yet. One by one, each would write a page of every index; entered
/// together, those that lie side by side in an index share its pages. Meanwhile a query finds them by an index of their own, in which
/// there are never many.
/// </summary>
/// <param name="table">The table of the documents.</param>
internal sealed class UnindexedDocuments(DocumentTable table) : IPostponedWork
{
    /// <summary>The column that is 1 for them, else null.</summary>
    public const string Column = "unindexed";

    /// <summary>The condition of an index that does not hold them, which a query must repeat for the index to be usable.</summary>
    public const string None = $"{Column} IS NULL";

    /// <summary>The condition of the index that holds them.</summary>
    public const string Only = $"{Column} = 1";

    // A query of somebody who writes all of them has to look at each, which takes about half a millisecond.
    private const int Most = 256;

    private int added;

    /// <summary>The index of them.</summary>
    public string Index { get; } = $"{table.Name}_{Column}";

    /// <inheritdoc/>
    public bool IsDue => added > 0;

    private string Any { get; } = $"SELECT 1 FROM {table.Name} INDEXED BY {table.Name}_{Column} WHERE partition = ?1 AND {Only} LIMIT 1";

    private string Enter { get; } =
        $"UPDATE OR FAIL {table.Name} SET {Column} = NULL WHERE doc IN (SELECT doc FROM {table.Name} INDEXED BY {table.Name}_{Column} WHERE {Only})";

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
}
