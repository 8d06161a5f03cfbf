namespace Focusflow.Sqlite;

/// <summary>
/// The numbers that the changes of a container get, each once: the next is one more than the last that a document has. Only when that
/// document goes is its number kept elsewhere.
/// </summary>
/// <param name="table">The table of the documents.</param>
internal sealed class ChangeNumbers(DocumentTable table)
{
    private const string Kept = "document_numbers";

    /// <summary>The number of the last change.</summary>
    public string Last { get; } =
        $"SELECT max(coalesce((SELECT max(seq) FROM {table.Name} INDEXED BY {table.Feed}), 0), "
        + $"coalesce((SELECT last FROM {Kept} WHERE container = {DocumentTable.Quote(table.Name)}), 0))";

    private string Keeping { get; } = $"INSERT OR REPLACE INTO {Kept} (container, last) VALUES ({DocumentTable.Quote(table.Name)}, ?1)";

    /// <summary>Creates what is missing.</summary>
    public static void Create(SqliteSession session) =>
        session.Execute($"CREATE TABLE IF NOT EXISTS {Kept} (container TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID");

    /// <summary>Gives the next. Called inside a transaction, as the others are.</summary>
    public long Next(SqliteSession session) => session.Numbers[table.Name] = LastOf(session) + 1;

    /// <summary>A document is about to be deleted that has this number.</summary>
    public void Deleting(SqliteSession session, long number)
    {
        if (number == LastOf(session))
            Keep(session, number);
    }

    /// <summary>Documents are about to be deleted that may have any.</summary>
    public void Deleting(SqliteSession session) => Keep(session, LastOf(session));

    /// <summary>Gives none again up to this.</summary>
    public void Keep(SqliteSession session, long number) => session.Execute(Keeping, number);

    private long LastOf(SqliteSession session)
    {
        if (session.Numbers.TryGetValue(table.Name, out var last))
            return last;
        using var statement = session.Statement(Last);
        statement.Step();
        return session.Numbers[table.Name] = statement.Number(0);
    }
}
