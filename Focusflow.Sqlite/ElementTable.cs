using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The strings in an array of the documents of one kind, since an index of SQLite holds one value a row. Triggers keep it,
/// so that it is right whoever writes; only documents with elements pay for it, and only when they change.
/// </summary>
/// <param name="documents">The table of the documents.</param>
/// <param name="index">What is declared.</param>
internal sealed class ElementTable(string documents, ElementIndex index)
{
    private const string Suffix = "_elements";

    private static readonly string[] Triggers = ["in", "out", "changed"];

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

        foreach (var table in declared.Where(table => !existing.Contains(table.Name, StringComparer.Ordinal)))
            table.Create(session);
    }

    private void Create(SqliteSession session)
    {
        var kind = DocumentTable.Quote(index.Kind);
        session.Execute($"CREATE TABLE {Name} (partition NOT NULL, value TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (partition, value, doc)) WITHOUT ROWID");
        session.Execute($"CREATE TRIGGER {Name}_in AFTER INSERT ON {documents} WHEN new.kind = {kind} BEGIN {Insert("new", from: "")}; END");
        session.Execute($"CREATE TRIGGER {Name}_out AFTER DELETE ON {documents} WHEN old.kind = {kind} BEGIN {Delete}; END");
        session.Execute(
            $"CREATE TRIGGER {Name}_changed AFTER UPDATE OF json ON {documents} "
            + $"WHEN (old.kind = {kind} OR new.kind = {kind}) AND (old.kind <> new.kind OR old.json -> {Path} IS NOT new.json -> {Path}) "
            + $"BEGIN {Delete}; {Insert("new", from: "")} AND new.kind = {kind}; END");
        session.Execute($"{Insert("stored", from: $"{documents} AS stored, ")} AND stored.kind = {kind}");
    }

    private string Path => DocumentTable.Quote("$." + index.Path);

    private string Delete =>
        $"DELETE FROM {Name} WHERE partition = old.partition AND doc = old.doc AND value IN (SELECT value FROM json_each(old.json, {Path}) WHERE type = 'text')";

    private string Insert(string row, string from) =>
        $"INSERT INTO {Name} SELECT DISTINCT {row}.partition, element.value, {row}.doc FROM {from}json_each({row}.json, {Path}) AS element WHERE element.type = 'text'";
}
