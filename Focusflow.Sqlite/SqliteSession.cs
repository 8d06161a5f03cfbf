using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private const int MaxStatements = 256;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    internal SqliteSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>
    /// The prepared statement of an SQL text in its fast form; dispose it after use. For what runs on every request.
    /// </summary>
    public SqliteStatement Statement(string sql)
    {
        if (statements.TryGetValue(sql, out var statement))
            return statement;

        // Texts are few, except for filters that list many values; rather prepare again than keep every one of them.
        if (statements.Count == MaxStatements)
            CloseStatements();
        statement = new SqliteStatement(Connection.Handle!, sql);
        statements.Add(sql, statement);
        return statement;
    }

    /// <summary>The row id given by the last insert.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(Connection.Handle!);

    /// <summary>Whether a transaction is open; some errors end it.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(Connection.Handle!) == 0;

    /// <summary>How many pages have been written since this was last asked.</summary>
    internal int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(Connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>The number of rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(Connection.Handle!);

    /// <summary>
    /// The prepared statement of an SQL text with its parameters bound by position (<c>?1</c>, <c>?2</c>, ...). Prepared
    /// once per connection; valid until the same text is asked for again.
    /// </summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            prepared.Add(sql, command);
        }

        if (command.Parameters.Count != values.Length)
        {
            command.Parameters.Clear();
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}" });
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs a statement that answers nothing; gives the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Runs a statement that answers one value; null when there is no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Command(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs a query and maps its rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseStatements();
        foreach (var command in prepared.Values)
            command.Dispose();
        Connection.Dispose();
    }

    internal void Run(string sql)
    {
        using var statement = Statement(sql);
        statement.Step();
    }

    private void CloseStatements()
    {
        foreach (var statement in statements.Values)
            statement.Close();
        statements.Clear();
    }
}
