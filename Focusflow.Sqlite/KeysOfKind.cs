using System.Text;
using System.Text.Json;

namespace Focusflow.Sqlite;

/// <summary>The <see cref="KeyColumns"/> of one kind of documents, and the SQL of writes that set them.</summary>
internal sealed class KeysOfKind
{
    /// <summary>In what has changed: the kind.</summary>
    public const ulong KindChanges = 1UL << 62;

    /// <summary>In what has changed: when the document expires.</summary>
    public const ulong ExpiryChanges = 1UL << 63;

    private const int FirstKey = 8;

    private readonly string table;
    private readonly string kind;
    private readonly byte[][] names;
    private readonly bool[] isArray;
    private readonly Dictionary<ulong, string> updates = []; // of the writer's thread alone

    /// <summary>The columns of a kind.</summary>
    /// <param name="table">The table of the container.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="paths">The properties.</param>
    /// <param name="arrays">Those of which only arrays are kept.</param>
    public KeysOfKind(string table, string kind, IReadOnlyList<string> paths, IReadOnlyList<string> arrays)
    {
        this.table = table;
        this.kind = kind;
        Paths = paths;
        names = [.. paths.Select(Encoding.UTF8.GetBytes)];
        isArray = [.. paths.Select(arrays.Contains)];
        var columns = string.Concat(paths.Select(path => $", {KeyColumns.Name(path)}"));
        Find = UnindexedDocuments.ByKey(table, $"doc, seq, expires, kind{columns}");

        // OR FAIL: what fails is rolled back with its transaction, so SQLite need not keep what a statement has changed to undo it alone.
        Insert = $"INSERT OR FAIL INTO {table} (doc, seq, partition, id, kind, expires, json, {UnindexedDocuments.Column}{columns}) "
            + $"VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7{string.Concat(paths.Select((_, i) => $", ?{FirstKey + i}"))})";
    }

    /// <summary>The properties.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Finds what is to be replaced.</summary>
    public string Find { get; }

    /// <summary>Writes a new document.</summary>
    public string Insert { get; }

    /// <summary>Sets the columns of all documents of the kind, of which an earlier version had no such columns.</summary>
    public string Fill =>
        $"UPDATE {table} SET {string.Join(", ", Paths.Select((path, i) => $"{KeyColumns.Name(path)} = {KeyValue.Sql(path, isArray[i])}"))} "
        + $"WHERE kind = {DocumentTable.Quote(kind)}";

    /// <summary>Takes the values out of a document, in the order of <see cref="Paths"/>.</summary>
    public KeyValue[] Read(ReadOnlyMemory<byte> json)
    {
        if (names.Length == 0)
            return [];
        var values = new KeyValue[names.Length];
        Array.Fill(values, KeyValue.None);
        var left = names.Length;
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return values;
        while (left > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = IndexOf(ref reader);
            reader.Read();
            if (key < 0)
            {
                reader.Skip();
                continue;
            }

            var isKept = !isArray[key] || reader.TokenType == JsonTokenType.StartArray;
            var value = KeyValue.Read(ref reader, json);
            values[key] = isKept ? value : KeyValue.None;
            left--;
        }

        return values;
    }

    /// <summary>Which columns of a document that <see cref="Find"/> has found would change, a bit each.</summary>
    /// <param name="found">Stands on the document.</param>
    /// <param name="kind">The kind that it is to have.</param>
    /// <param name="keys">The values that it is to have.</param>
    public static ulong Changes(SqliteStatement found, string kind, KeyValue[] keys)
    {
        const int Kind = 3;
        if (!Ascii.Equals(found.Utf8(Kind), kind))
            return AllChange(keys);
        var changed = 0UL;
        for (var i = 0; i < keys.Length; i++)
            changed |= keys[i].IsIn(found, Kind + 1 + i) ? 0 : 1UL << i;
        return changed;
    }

    /// <summary>Which columns of a document would change that is known, and stays of its kind.</summary>
    public static ulong Changes(KeyValue[] before, KeyValue[] keys)
    {
        var changed = 0UL;
        for (var i = 0; i < keys.Length; i++)
            changed |= keys[i].IsSame(before[i]) ? 0 : 1UL << i;
        return changed;
    }

    /// <summary>All columns of a document that becomes one of another kind.</summary>
    public static ulong AllChange(KeyValue[] keys) => ((1UL << keys.Length) - 1) | KindChanges;

    /// <summary>Replaces a document that still has the version it was found with, of which these columns change.</summary>
    public string Replace(ulong changed)
    {
        if (updates.TryGetValue(changed, out var known))
            return known;
        var sql = new StringBuilder($"UPDATE OR FAIL {table} SET seq = ?2, json = ?3");
        if ((changed & ExpiryChanges) != 0)
            sql.Append(", expires = ?4");
        if ((changed & KindChanges) != 0)
            sql.Append(", kind = ?5");
        for (var i = 0; i < names.Length; i++)
        {
            if ((changed & 1UL << i) != 0)
                sql.Append(", ").Append(KeyColumns.Name(Paths[i])).Append(" = ?").Append(FirstKey + i);
        }

        return updates[changed] = sql.Append(" WHERE doc = ?1 AND seq = ?6").ToString();
    }

    /// <summary>Binds the values that a statement sets.</summary>
    public static void Bind(SqliteStatement statement, KeyValue[] keys, ulong changed = ulong.MaxValue)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if ((changed & 1UL << i) != 0)
                keys[i].Bind(statement, FirstKey + i);
        }
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                return i;
        }

        return -1;
    }
}
