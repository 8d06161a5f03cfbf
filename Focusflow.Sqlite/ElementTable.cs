using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The strings in an array of the documents of one kind, since an index of SQLite holds one value a row. Triggers keep it,
/// so that it is right whoever writes; only documents with elements pay for it, and only when these change. Like the sort indexes it
/// does not have <see cref="UnindexedDocuments"/>.
/// </summary>
/// <param name="documents">The table of the documents.</param>
/// <param name="index">What is declared.</param>
internal sealed class ElementTable(string documents, ElementIndex index)
{
    private const string Suffix = "_elements";

    private static readonly string[] Triggers = ["in", "out", "changed", "entered"];

    public ElementIndex Index => index;

    public string Name { get; } = $"{documents}_{index.Kind.Replace('-', '_')}_{index.Path}{Suffix}";

    /// <summary>Creates those that are missing, filled from what is stored, and drops those that are no longer declared.</summary>
    public static void Create(SqliteSession session, string documents, IReadOnlyList<ElementTable> declared)
    {
        var existing = session.Query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ?1", row => row.Text(0), $"{documents}_*{Suffix}");
        foreach (var stale in existing.Except(declared.Select(table => table.Name), StringComparer.Ordinal))
        {
            foreach (var trigger in Triggers)
                session.Execute($"DROP TRIGGER IF EXISTS {stale}_{trigger}");
            session.Execute($"DROP TABLE {stale}");
        }

        foreach (var table in declared)
            table.Create(session, isNew: !existing.Contains(table.Name, StringComparer.Ordinal));
    }

    /// <summary>Whether it is there.</summary>
    public bool Exists(SqliteSession session) => session.Scalar("SELECT 1 FROM sqlite_schema WHERE name = ?1", Name) is not null;

    private void Create(SqliteSession session, bool isNew)
    {
        var kind = DocumentTable.Quote(index.Kind);
        if (isNew)
        {
            session.Execute($"CREATE TABLE {Name} (partition NOT NULL, value TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (partition, value, doc)) WITHOUT ROWID");
            session.Execute($"{Insert("stored", from: $"{documents} AS stored, ")} AND stored.kind = {kind}");
        }

        foreach (var (trigger, definition) in Triggers.Zip((string[])
        [
            $"AFTER INSERT ON {documents} WHEN new.kind = {kind} AND new.{UnindexedDocuments.None} BEGIN {Insert("new", from: "")}; END",
            $"AFTER DELETE ON {documents} WHEN old.kind = {kind} AND old.{UnindexedDocuments.None} BEGIN {Delete}; END",
            $"AFTER UPDATE OF kind, {Column} ON {documents} WHEN (old.kind = {kind} OR new.kind = {kind}) AND old.{UnindexedDocuments.None} "
                + $"BEGIN {Delete}; {Insert("new", from: "")} AND new.kind = {kind}; END",
            $"AFTER UPDATE OF {UnindexedDocuments.Column} ON {documents} WHEN new.kind = {kind} BEGIN {Insert("new", from: "")}; END",
        ]))
        {
            var sql = $"CREATE TRIGGER {Name}_{trigger} {definition}";
            if (Equals(session.Scalar("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1", $"{Name}_{trigger}"), sql))
                continue;
            session.Execute($"DROP TRIGGER IF EXISTS {Name}_{trigger}");
            session.Execute(sql);
        }
    }

    private string Column => KeyColumns.Name(index.Path);

    private string Delete =>
        $"DELETE FROM {Name} WHERE partition = old.partition AND doc = old.doc AND value IN (SELECT value FROM json_each(old.{Column}) WHERE type = 'text')";

    private string Insert(string row, string from) =>
        $"INSERT INTO {Name} SELECT DISTINCT {row}.partition, element.value, {row}.doc FROM {from}json_each({row}.{Column}) AS element WHERE element.type = 'text'";
}
