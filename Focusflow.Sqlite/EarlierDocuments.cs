namespace Focusflow.Sqlite;

/// <summary>
/// The documents of a container as earlier versions stored them: each change gave a document another place, and partitions stood
/// there letter by letter. They are moved when the store is opened, within its transaction, so that a process that is killed
/// meanwhile leaves them as they were.
/// </summary>
internal sealed class EarlierDocuments
{
    private readonly SqliteSession session;
    private readonly string name;

    private EarlierDocuments(SqliteSession session, string name)
    {
        this.session = session;
        this.name = name;
    }

    /// <summary>Puts them aside, if there are any.</summary>
    public static EarlierDocuments? PutAside(SqliteSession session, DocumentTable table)
    {
        var columns = session.Query("SELECT name FROM pragma_table_info(?1)", row => row.Text(0), table.Name);
        if (!columns.Contains("seq") || columns.Contains("doc"))
            return null;

        ElementTable.Create(session, table.Name, declared: []);
        var indexes = session.Query(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL", row => row.Text(0), table.Name);
        foreach (var index in indexes)
            session.Execute($"DROP INDEX {index}");
        var aside = $"{table.Name}_earlier";
        session.Execute($"ALTER TABLE {table.Name} RENAME TO {aside}");
        return new EarlierDocuments(session, aside);
    }

    /// <summary>Moves them; versions and checkpoints stay what they were, and none is ever given again.</summary>
    public void MoveTo(DocumentTable table)
    {
        PartitionKey.AddTo(session.Connection.Handle!);
        session.Execute(
            $"INSERT INTO {table.Name} (doc, seq, partition, id, kind, expires, json) "
            + $"SELECT seq, seq, partition_key(partition), id, kind, expires, json FROM {name} ORDER BY seq");
        TakeNumber(session, table, name);
        session.Execute($"DROP TABLE {name}");
    }

    /// <summary>Forgets the table that the changes of a container had, and what kept it.</summary>
    public static void ForgetFeed(SqliteSession session, DocumentTable table)
    {
        var feed = $"{table.Name}_feed";
        if (session.Scalar("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", feed) is null)
            return;
        TakeNumber(session, table, feed);
        session.Execute($"DROP TRIGGER IF EXISTS {table.Name}_deleted");
        session.Execute($"DROP TRIGGER IF EXISTS {table.Name}_replaced");
        session.Execute($"DROP TABLE {feed}");
    }

    private static void TakeNumber(SqliteSession session, DocumentTable table, string from)
    {
        if (session.Scalar("SELECT seq FROM sqlite_sequence WHERE name = ?1", from) is long last)
            table.Numbers.Keep(session, last);
    }
}
