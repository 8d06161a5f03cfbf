using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The table of one container. <c>seq</c> grows with every write and is never given twice: it is the etag of a document
/// and its place in the change feed. Sorts are served by one index per declaration, made for its kind only.
/// </summary>
internal sealed class DocumentTable
{
    /// <summary>What queries and the change feed select, in this order.</summary>
    public const string Columns = "seq, partition, id, kind, json";

    private readonly List<(string Name, string Definition)> indexes = [];
    private readonly List<ElementTable> elements = [];
    private string[] knownKinds = [];

    public DocumentTable(ContainerDefinition container)
    {
        Container = container;
        Name = $"documents_{container.Name.Replace('-', '_')}";
        KeyIndex = $"{Name}_key";
        var sortedKinds = container.SortIndexes.Select(sort => sort.Kind).Distinct(StringComparer.Ordinal).ToList();
        Unsorted = sortedKinds.Count == 0 ? "1" : $"kind NOT IN ({string.Join(", ", sortedKinds.Select(Quote))})";
        KindIndex = $"{Name}_kind_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Unsorted)))[..8]}";

        indexes.Add((KindIndex, sortedKinds.Count == 0 ? "(partition, kind, id)" : $"(partition, kind, id) WHERE {Unsorted}"));
        indexes.Add(($"{Name}_expires", "(expires) WHERE expires IS NOT NULL"));
        foreach (var sort in container.SortIndexes)
        {
            var of = $"WHERE kind = {Quote(sort.Kind)}";
            indexes.Add((SortIndexName(sort, across: false), $"(partition, {Value(sort.Path)}, id) {of}"));
            if (sort.AcrossPartitions)
                indexes.Add((SortIndexName(sort, across: true), $"({Value(sort.Path)}, partition, id) {of}"));
        }

        foreach (var narrow in container.NarrowIndexes)
            indexes.Add((NarrowIndexName(narrow), $"(partition, {Value(narrow.Path)}, id) WHERE kind = {Quote(narrow.Kind)} AND {Holds(narrow)}"));
        elements.AddRange(container.ElementIndexes.Select(index => new ElementTable(Name, index)));

        var alive = container.DocumentsExpire ? " AND (expires IS NULL OR expires > ?3)" : "";
        Read = $"SELECT seq, kind, json FROM {Name} WHERE partition = ?1 AND id = ?2{alive}";
        Find = $"SELECT seq, expires FROM {Name} WHERE partition = ?1 AND id = ?2";
        Insert = $"INSERT INTO {Name} (partition, id, kind, expires, json) VALUES (?1, ?2, ?3, ?4, ?5)";
        Delete = $"DELETE FROM {Name} WHERE seq = ?1";
        Purge = $"DELETE FROM {Name} WHERE seq IN (SELECT seq FROM {Name} WHERE expires <= ?1 ORDER BY expires LIMIT ?2)";
        LastChange = $"SELECT coalesce(max(seq), 0) FROM {Name}";
        Changes = $"SELECT {Columns} FROM {Name} WHERE seq > ?1{alive} ORDER BY seq LIMIT ?2";
    }

    public ContainerDefinition Container { get; }

    public string Name { get; }

    /// <summary>The index by partition and id.</summary>
    public string KeyIndex { get; }

    /// <summary>The index by kind, of the kinds that have no sort index to be listed by.</summary>
    public string KindIndex { get; }

    /// <summary>The condition that a query must repeat for <see cref="KindIndex"/> to be usable.</summary>
    public string Unsorted { get; }

    public string Read { get; }

    public string Find { get; }

    public string Insert { get; }

    public string Delete { get; }

    public string Purge { get; }

    public string Changes { get; }

    /// <summary>The version of the last document written.</summary>
    public string LastChange { get; }

    /// <summary>When expired documents are looked for next, in Unix milliseconds; only the writer's thread touches it.</summary>
    public long NextPurge { get; set; }

    /// <summary>The SQL of a property's value.</summary>
    public static string Value(string path) => path == "id" ? "id" : $"json ->> {Quote("$." + path)}";

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public string SortIndexName(SortIndex sort, bool across) => $"{Name}_{sort.Kind.Replace('-', '_')}_{sort.Path}{(across ? "_across" : "")}";

    /// <summary>Counts the documents of a kind in a partition by an index of that kind.</summary>
    public string CountOf(string kind) => Container.SortIndexes.FirstOrDefault(sort => sort.Kind == kind) is { } sort
        ? $"SELECT count(*) FROM {Name} INDEXED BY {SortIndexName(sort, across: false)} WHERE partition = ?1 AND kind = {Quote(kind)}"
        : $"SELECT count(*) FROM {Name} INDEXED BY {KindIndex} WHERE partition = ?1 AND kind = {Quote(kind)} AND {Unsorted}";

    public string NarrowIndexName(NarrowIndex narrow) => $"{Name}_{narrow.Kind.Replace('-', '_')}_{narrow.Path}_{narrow.Only}";

    /// <summary>The condition that a query must repeat for the index to be usable.</summary>
    public static string Holds(NarrowIndex narrow) => narrow.Value.Value switch
    {
        bool truth => $"json -> {Quote("$." + narrow.Only)} = {(truth ? "'true'" : "'false'")}",
        var value => $"{Value(narrow.Only)} = {(value is string text ? Quote(text) : value)}",
    };

    /// <summary>The table of the elements of an array, if it is declared.</summary>
    public string? ElementsOf(string kind, string path) =>
        elements.Find(table => table.Index.Kind == kind && table.Index.Path == path)?.Name;

    /// <summary>Creates what is missing and drops indexes that are no longer declared.</summary>
    public void Create(SqliteSession session)
    {
        session.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {Name} (
                seq INTEGER PRIMARY KEY AUTOINCREMENT, partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
                expires INTEGER, json TEXT NOT NULL)
            """);
        session.Execute($"CREATE UNIQUE INDEX IF NOT EXISTS {KeyIndex} ON {Name} (partition, id)");
        var existing = session.Query(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL", row => row.GetString(0), Name);
        foreach (var stale in existing.Except(indexes.Select(index => index.Name).Append(KeyIndex), StringComparer.Ordinal))
            session.Execute($"DROP INDEX {stale}");
        foreach (var (name, definition) in indexes)
            session.Execute($"CREATE INDEX IF NOT EXISTS {name} ON {Name} {definition}");
        ElementTable.Create(session, Name, elements);
    }

    /// <summary>A kind as text; kinds are few, so that each is made once.</summary>
    public string Kind(ReadOnlySpan<byte> utf8)
    {
        foreach (var known in knownKinds)
        {
            if (Ascii.Equals(utf8, known))
                return known;
        }

        var kind = Encoding.UTF8.GetString(utf8);
        if (knownKinds.Length < 64)
            knownKinds = [.. knownKinds, kind];
        return kind;
    }
}
