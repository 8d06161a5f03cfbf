using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// The table of one container. The number <c>seq</c> grows with every write and is never given twice (<see cref="ChangeNumbers"/>): it
/// is the etag of a document and its place in the feed, which is the index of these numbers. <c>doc</c>, the number of its first version,
/// stays with a document, so that a change moves neither it nor what the other indexes hold of it. Sorts are served by one index per
/// property, made for the kinds that are sorted by it; every entry ends in <c>doc</c> by itself.
/// </summary>
internal sealed class DocumentTable
{
    private readonly List<(string Name, string Definition)> indexes = [];
    private readonly List<ElementTable> elements = [];
    private string[] knownKinds = [];

    public DocumentTable(ContainerDefinition container)
    {
        Container = container;
        Name = $"documents_{container.Name.Replace('-', '_')}";
        Feed = $"{Name}_seq";
        Keys = new KeyColumns(container, Name);
        Numbers = new ChangeNumbers(this);
        KeyIndex = KeyIndexOf(Name);
        var listed = container.SortIndexes.Where(sort => sort.WithinPartition).Select(sort => sort.Kind).Distinct(StringComparer.Ordinal).ToList();
        Unsorted = listed.Count == 0 ? "1" : string.Join(" AND ", listed.Select(kind => $"kind <> {Quote(kind)}"));
        KindIndex = $"{Name}_kind";
        Unindexed = new UnindexedDocuments(this);

        indexes.Add((Feed, "(seq)"));
        indexes.Add((Unindexed.Index, $"(partition, id, kind) WHERE {UnindexedDocuments.Only}"));
        indexes.Add((KindIndex, $"(partition, kind) WHERE {UnindexedDocuments.None}{(listed.Count == 0 ? "" : $" AND {Unsorted}")}"));
        indexes.Add(($"{Name}_expires", $"(expires) WHERE {UnindexedDocuments.None} AND expires IS NOT NULL"));
        foreach (var sorts in container.SortIndexes.GroupBy(sort => (sort.Path, sort.IsOptional)))
        {
            AddSort([.. sorts.Where(sort => sort.WithinPartition)], across: false);
            AddSort([.. sorts.Where(sort => sort.AcrossPartitions)], across: true);
        }

        foreach (var narrow in container.NarrowIndexes)
            indexes.Add((NarrowIndexName(narrow), $"(partition, {Keys.Value([narrow.Kind], narrow.Path)}) WHERE {UnindexedDocuments.None} AND kind = {Quote(narrow.Kind)} AND {Holds(narrow)}"));
        elements.AddRange(container.ElementIndexes.Select(index => new ElementTable(Name, index)));
        Statements = new DocumentStatements(this);
    }

    public ContainerDefinition Container { get; }

    public string Name { get; }

    /// <summary>The index of the changes.</summary>
    public string Feed { get; }

    /// <summary>The numbers of the changes.</summary>
    public ChangeNumbers Numbers { get; }

    /// <summary>The columns of what is indexed.</summary>
    public KeyColumns Keys { get; }

    /// <summary>The index by partition and id.</summary>
    public string KeyIndex { get; }

    /// <summary>The index by kind, of the kinds that have no sort index to be listed by.</summary>
    public string KindIndex { get; }

    /// <summary>The condition that a query must repeat for <see cref="KindIndex"/> to be usable.</summary>
    public string Unsorted { get; }

    /// <summary>The documents that the other indexes do not hold yet.</summary>
    public UnindexedDocuments Unindexed { get; }

    /// <summary>The SQL that is always the same.</summary>
    public DocumentStatements Statements { get; }

    /// <summary>The documents that are known without the file.</summary>
    public RecentDocuments Recent { get; } = new();

    /// <summary>Where parts of the feed have nothing.</summary>
    public EmptyStretches Empty { get; } = new();

    /// <summary>When expired documents are looked for next, in Unix milliseconds; only the writer's thread touches it.</summary>
    public long NextPurge { get; set; }

    /// <summary>The name of the index by partition and id of a table.</summary>
    public static string KeyIndexOf(string table) => $"{table}_key";

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The name of the index that serves a sort, and that of other kinds by the same property.</summary>
    public string SortIndexName(SortIndex sort, bool across) => $"{Name}_by_{sort.Path}{(sort.IsOptional ? "_some" : "")}{(across ? "_across" : "")}";

    /// <summary>Counts the documents of a kind in a partition by an index of that kind.</summary>
    public string CountOf(string kind)
    {
        var sort = Container.SortIndexes.FirstOrDefault(sort => sort.Kind == kind && sort is { WithinPartition: true, IsOptional: false });
        var of = $"partition = ?1 AND kind = {Quote(kind)}";
        var by = sort is null ? $"{KindIndex} WHERE {of} AND {Unsorted}" : $"{SortIndexName(sort, across: false)} WHERE {of}";
        return $"SELECT (SELECT count(*) FROM {Name} INDEXED BY {by} AND {UnindexedDocuments.None}) "
            + $"+ (SELECT count(*) FROM {Name} INDEXED BY {Unindexed.Index} WHERE {of} AND {UnindexedDocuments.Only})";
    }

    public string NarrowIndexName(NarrowIndex narrow) => $"{Name}_{narrow.Kind.Replace('-', '_')}_{narrow.Path}_{narrow.Only}";

    /// <summary>The condition that a query must repeat for the index to be usable.</summary>
    public static string Holds(NarrowIndex narrow) => $"{KeyColumns.Name(narrow.Only)} = {narrow.Value.Value switch
    {
        bool truth => KeyValue.Sql(truth),
        string text => Quote(text),
        var number => number,
    }}";

    /// <summary>The table of the elements of an array, if it is declared.</summary>
    public string? ElementsOf(string kind, string path) =>
        elements.Find(table => table.Index.Kind == kind && table.Index.Path == path)?.Name;

    /// <summary>Creates what is missing, takes over what an earlier version stored, and drops what is no longer declared.</summary>
    public void Create(SqliteSession session)
    {
        var earlier = EarlierDocuments.PutAside(session, this);
        session.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {Name} (
                doc INTEGER PRIMARY KEY, seq INTEGER NOT NULL, partition NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
                expires INTEGER, {UnindexedDocuments.Column} INTEGER, {string.Concat(Keys.Names.Select(key => key + ", "))}json TEXT NOT NULL)
            """);
        ChangeNumbers.Create(session);
        earlier?.MoveTo(this);
        EarlierDocuments.ForgetFeed(session, this);
        var columns = session.Query("SELECT name FROM pragma_table_info(?1)", row => row.Text(0), Name);
        var added = Keys.Names.Except(columns, StringComparer.Ordinal).ToList();
        foreach (var missing in added)
            session.Execute($"ALTER TABLE {Name} ADD COLUMN {missing}");
        if (!columns.Contains(UnindexedDocuments.Column, StringComparer.Ordinal))
            session.Execute($"ALTER TABLE {Name} ADD COLUMN {UnindexedDocuments.Column} INTEGER");
        CreateIndexes(session, keysAreMissing: added.Count > 0 || elements.Exists(table => !table.Exists(session)));
        Unindexed.EnterAll(session); // before tables of elements are filled
        ElementTable.Create(session, Name, elements);
    }

    // One for all kinds that are sorted by a property: a statement that writes a document, whatever its kind, opens every index of the table.
    private void AddSort(List<SortIndex> sorts, bool across)
    {
        if (sorts.Count == 0)
            return;
        var (sort, kinds) = (sorts[0], sorts.ConvertAll(sort => $"kind = {Quote(sort.Kind)}"));
        var key = Keys.Value([sort.Kind], sort.Path);
        var columns = (across ? "" : "partition, ") + (kinds.Count > 1 ? "kind, " : "") + key;

        // SQLite takes an index for usable when the query names one side of an OR; what an IN holds it does not look at. What a new
        // document fails at stands first: then the rest is not looked at.
        var of = kinds.Count > 1 ? $"({string.Join(" OR ", kinds)})" : kinds[0];
        indexes.Add((SortIndexName(sort, across), $"({columns}) WHERE {UnindexedDocuments.None} AND {of}{(sort.IsOptional ? $" AND {key} IS NOT NULL" : "")}"));
    }

    private void CreateIndexes(SqliteSession session, bool keysAreMissing)
    {
        List<string> declared =
        [
            $"CREATE UNIQUE INDEX {KeyIndex} ON {Name} (partition, id) WHERE {UnindexedDocuments.None}",
            .. indexes.Select(index => $"CREATE INDEX {index.Name} ON {Name} {index.Definition}"),
        ];
        var existing = session.Query(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL",
            row => (Name: row.Text(0), Sql: row.Text(1)), Name);
        foreach (var (stale, _) in existing.Where(index => !declared.Contains(index.Sql)))
            session.Execute($"DROP INDEX {stale}");
        var missing = declared.Except(existing.Select(index => index.Sql), StringComparer.Ordinal).ToList();
        if ((keysAreMissing || missing.Count > 0) && session.Scalar($"SELECT 1 FROM {Name} LIMIT 1") is not null)
        {
            foreach (var kind in Keys.Kinds)
                session.Execute(kind.Fill);
        }

        foreach (var index in missing)
            session.Execute(index);
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
