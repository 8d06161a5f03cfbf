using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// A prepared statement close to SQLite itself: values go in and come out without boxing, text as UTF-8. Bind by
/// position from 1, step, read columns from 0; disposing ends the use and leaves it prepared for the next.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private const int StatusReprepare = 5;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private nint row;

    internal SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        row = statement.DangerousGetHandle();
    }

    /// <summary>How often SQLite has prepared it anew, because the schema had changed or a value decided on the plan.</summary>
    internal int PreparedAgain => raw.sqlite3_stmt_status(statement, StatusReprepare, 0);

    /// <summary>
    /// A number of rows that is bound, as it must stand after LIMIT. Where the parameter stands there by itself, SQLite looks at its value when
    /// it plans, and so prepares the whole statement anew each time that one is bound.
    /// </summary>
    public static string Limit(string parameter) => parameter + " + 0";

    /// <summary>Binds text; null binds NULL.</summary>
    public void Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, index));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var buffer = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        BindText(index, buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
    }

    /// <summary>Binds text that is UTF-8 already.</summary>
    public void BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite would take for NULL.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(statement, index, "") : raw.sqlite3_bind_text(statement, index, utf8));
    }

    /// <summary>Binds bytes.</summary>
    public void BindBytes(int index, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(statement, index, bytes));

    /// <summary>Binds a number; null binds NULL.</summary>
    public void Bind(int index, long? value) =>
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, index, number) : raw.sqlite3_bind_null(statement, index));

    /// <summary>Binds a number that is not whole.</summary>
    public void BindFraction(int index, double value) => Check(raw.sqlite3_bind_double(statement, index, value));

    /// <summary>Binds text, a whole number, bytes or null.</summary>
    public void Bind(int index, object? value)
    {
        switch (value)
        {
            case null or string:
                Bind(index, (string?)value);
                break;
            case long number:
                Bind(index, number);
                break;
            case int number:
                Bind(index, (long)number);
                break;
            case byte[] bytes:
                BindBytes(index, bytes);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be bound.", nameof(value));
        }
    }

    /// <summary>Goes to the next row; false when there is none (left).</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;
        try
        {
            throw Error(code);
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Whether a column of the row is NULL.</summary>
    public bool IsNull(int column) => RowValues.Type(row, column) == raw.SQLITE_NULL;

    /// <summary>Whether a column of the row is a whole number.</summary>
    public bool IsInteger(int column) => RowValues.Type(row, column) == raw.SQLITE_INTEGER;

    /// <summary>Whether a column of the row is bytes.</summary>
    public bool IsBytes(int column) => RowValues.Type(row, column) == raw.SQLITE_BLOB;

    /// <summary>Whether a column of the row has one of SQLite's types.</summary>
    internal bool Is(int column, int type) => RowValues.Type(row, column) == type;

    /// <summary>A number of the row.</summary>
    public long Number(int column) => RowValues.Number(row, column);

    /// <summary>Text of the row as UTF-8; valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => RowValues.Bytes(row, column);

    /// <summary>Bytes of the row.</summary>
    public byte[] Bytes(int column) => Utf8(column).ToArray();

    /// <summary>Text of the row.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <inheritdoc/>
    public void Dispose()
    {
        // The code repeats what the last step said, which was thrown then.
        _ = raw.sqlite3_reset(statement);
    }

    internal void Close()
    {
        row = 0;
        statement.Dispose();
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error(code);
    }

    private SqliteException Error(int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, database);
        }
        catch (SqliteException error)
        {
            return error;
        }

        throw new InvalidOperationException($"The code {code} is no error.");
    }
}
