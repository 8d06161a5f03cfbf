using System.Buffers;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// A partition as it stands in tables and indexes: most are users' ids, whose 16 bytes are kept instead of their 36 letters.
/// Every index entry of a document begins with it, and what is half as long is written and split half as often.
/// </summary>
internal static class PartitionKey
{
    private const int Bytes = 16;
    private const int Letters = 36;

    private static readonly SearchValues<char> LettersOfIds = SearchValues.Create("0123456789abcdef-");

    /// <summary>The value to bind: <see cref="byte"/>[] or <see cref="string"/>.</summary>
    public static object Of(string partition) => TryRead(partition, out var id) ? id.ToByteArray(bigEndian: true) : partition;

    /// <summary>Binds a partition.</summary>
    public static void Bind(SqliteStatement statement, int index, string partition)
    {
        if (!TryRead(partition, out var id))
        {
            statement.Bind(index, partition);
            return;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        _ = id.TryWriteBytes(bytes, bigEndian: true, out _);
        statement.BindBytes(index, bytes);
    }

    /// <summary>The partition in a column of a row.</summary>
    public static string Read(SqliteStatement statement, int column) =>
        statement.IsBytes(column) ? new Guid(statement.Utf8(column), bigEndian: true).ToString("D") : statement.Text(column);

    /// <summary>The SQL function <c>partition_key(text)</c>, for what was stored before.</summary>
    public static void AddTo(sqlite3 database) =>
        _ = raw.sqlite3_create_function(
            database, "partition_key", 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, static (context, _, values) =>
            {
                var partition = raw.sqlite3_value_text(values[0]).utf8_to_string();
                if (TryRead(partition, out var id))
                    raw.sqlite3_result_blob(context, id.ToByteArray(bigEndian: true));
                else
                    raw.sqlite3_result_text(context, partition);
            });

    // Only what reads back letter by letter as it was written.
    private static bool TryRead(string partition, out Guid id)
    {
        id = default;
        return partition.Length == Letters && !partition.AsSpan().ContainsAnyExcept(LettersOfIds) && Guid.TryParseExact(partition, "D", out id);
    }
}
