using Focusflow.Core.Foundation.Storage;

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

    // A list has to look at each of those of its partition.
    private const int MostOfPartition = 32;

    // Those of more partitions are entered as they are written: among so many, few write again soon, and a document alone finds none to share
    // pages with, however long it waits.
    private const int MostPartitions = 256;

    // After how many of these the partition that has waited longest makes room for another.
    private const int Turn = 16;

    // What is written in one batch of so many shares pages by itself.
    private const int Batch = 8;

    // What is entered at once when nobody writes, since whoever begins to write then waits for it.
    private const int AtOnce = 256;

    private readonly OrderedDictionary<string, int> partitions = new(StringComparer.Ordinal); // those that have waited longest first
    private int all;
    private int passed;

    /// <summary>The index of them.</summary>
    public string Index { get; } = IndexOf(table.Name);

    /// <inheritdoc/>
    public bool IsDue => all > 0;

    private string Any { get; } = $"SELECT 1 FROM {table.Name} INDEXED BY {IndexOf(table.Name)} WHERE partition = ?1 AND {Only} LIMIT 1";

    // One statement for all: each opens every index of the table, which for one document takes as long as to enter it.
    private string Enter { get; } = $"UPDATE OR FAIL {table.Name} INDEXED BY {IndexOf(table.Name)} SET {Column} = NULL WHERE partition = ?1 AND {Only}";

    /// <summary>The SQL that reads one document by its partition (<c>?1</c>) and id (<c>?2</c>), indexed or not.</summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">What is read.</param>
    public static string ByKey(string table, string columns) =>
        $"SELECT {columns} FROM {table} INDEXED BY {DocumentTable.KeyIndexOf(table)} WHERE partition = ?1 AND id = ?2 AND {None} "
        + $"UNION ALL SELECT {columns} FROM {table} INDEXED BY {IndexOf(table)} WHERE partition = ?1 AND id = ?2 AND {Only}";

    /// <summary>Whether a partition has any.</summary>
    public bool AreIn(SqliteSession session, string partition)
    {
        using var any = session.Statement(Any);
        PartitionKey.Bind(any, 1, partition);
        return any.Step();
    }

    /// <summary>Whether a new document is to wait. Called by the writer.</summary>
    public bool Takes(SqliteSession session, DocumentBatch batch)
    {
        if (batch.Writes.Count >= Batch)
            return false;
        if (partitions.Count < MostPartitions || partitions.ContainsKey(batch.Partition))
            return true;
        if (++passed % Turn == 0)
            EnterThoseOf(session, partitions.GetAt(0).Key);
        return false;
    }

    /// <summary>One that waits was written: enters those of its partition when they have become many. Called by the writer.</summary>
    public void Added(SqliteSession session, string partition)
    {
        all++;
        if ((partitions[partition] = partitions.GetValueOrDefault(partition) + 1) >= MostOfPartition)
            EnterThoseOf(session, partition);
    }

    /// <inheritdoc/>
    public void Run(SqliteSession session)
    {
        for (var left = all - AtOnce; IsDue && all > left;)
            EnterThoseOf(session, partitions.GetAt(0).Key);
    }

    /// <summary>Enters what is found in the file.</summary>
    public void EnterAll(SqliteSession session)
    {
        partitions.Clear();
        all = 0;
        session.Execute($"UPDATE OR FAIL {table.Name} INDEXED BY {IndexOf(table.Name)} SET {Column} = NULL WHERE {Only}");
    }

    // Should the transaction be rolled back, they wait for the next ones of their partition.
    private void EnterThoseOf(SqliteSession session, string partition)
    {
        if (partitions.Remove(partition, out var those))
            all -= those;
        using var enter = session.Statement(Enter);
        PartitionKey.Bind(enter, 1, partition);
        enter.Step();
    }

    private static string IndexOf(string table) => $"{table}_{Column}";
}
