using System.Text.Json;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// What a document holds in one of its <see cref="KeyColumns"/>: text, a number, or nothing. A truth value is a byte, for SQLite has none,
/// and a number would be mistaken for it; an array is its JSON.
/// </summary>
/// <param name="Type">The type of SQLite.</param>
/// <param name="Bytes">The text, as UTF-8, or the byte.</param>
/// <param name="Whole">The whole number.</param>
/// <param name="Fraction">The number that is not whole.</param>
internal readonly record struct KeyValue(int Type, ReadOnlyMemory<byte> Bytes = default, long Whole = 0, double Fraction = 0)
{
    private static readonly byte[][] Truths = [[0], [1]];

    /// <summary>Nothing: NULL.</summary>
    public static KeyValue None { get; } = new(raw.SQLITE_NULL);

    /// <summary>The byte of a truth value.</summary>
    public static byte[] Of(bool truth) => Truths[truth ? 1 : 0];

    /// <summary>The SQL of a truth value.</summary>
    public static string Sql(bool truth) => truth ? "x'01'" : "x'00'";

    /// <summary>The SQL that takes the value out of the column <c>json</c>.</summary>
    public static string Sql(string path, bool isArray)
    {
        var name = DocumentTable.Quote("$." + path);
        return isArray
            ? $"CASE json_type(json, {name}) WHEN 'array' THEN json -> {name} END"
            : $"CASE json_type(json, {name}) WHEN 'true' THEN {Sql(true)} WHEN 'false' THEN {Sql(false)} ELSE json ->> {name} END";
    }

    /// <summary>The value that a reader of a document stands on.</summary>
    /// <param name="reader">The reader; it stands at the end of the value afterwards.</param>
    /// <param name="json">The whole document, of which text is a part where it can be.</param>
    public static KeyValue Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new(raw.SQLITE_TEXT, reader.ValueIsEscaped ? Unescaped(reader) : json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? new(raw.SQLITE_INTEGER, Whole: whole) : new(raw.SQLITE_FLOAT, Fraction: reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return new(raw.SQLITE_BLOB, Of(reader.TokenType == JsonTokenType.True));
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new(raw.SQLITE_TEXT, json[start..(int)reader.BytesConsumed]);
            default:
                return None;
        }
    }

    /// <summary>Binds it.</summary>
    public void Bind(SqliteStatement statement, int index)
    {
        if (Type == raw.SQLITE_TEXT)
            statement.BindText(index, Bytes.Span);
        else if (Type == raw.SQLITE_BLOB)
            statement.BindBytes(index, Bytes.Span);
        else if (Type == raw.SQLITE_FLOAT)
            statement.BindFraction(index, Fraction);
        else
            statement.Bind(index, Type == raw.SQLITE_NULL ? null : (long?)Whole);
    }

    /// <summary>Whether a column of a row holds it; a number that is not whole is taken for another.</summary>
    public bool IsIn(SqliteStatement statement, int column)
    {
        if (Type is raw.SQLITE_TEXT or raw.SQLITE_BLOB)
            return statement.Is(column, Type) && statement.Utf8(column).SequenceEqual(Bytes.Span);
        return statement.Is(column, Type) && (Type == raw.SQLITE_NULL || (Type == raw.SQLITE_INTEGER && statement.Number(column) == Whole));
    }

    /// <summary>Whether another is the same.</summary>
    public bool IsSame(in KeyValue other) =>
        Type == other.Type && Whole == other.Whole && Fraction.Equals(other.Fraction) && Bytes.Span.SequenceEqual(other.Bytes.Span);

    private static ReadOnlyMemory<byte> Unescaped(in Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }
}
