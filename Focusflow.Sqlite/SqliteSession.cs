using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private const int MaxStatements = 256;

    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    internal SqliteSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>The prepared statement of an SQL text; dispose it after use.</summary>
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

    /// <summary>What is prepared.</summary>
    internal IEnumerable<string> Texts => statements.Keys;

    /// <summary>How often statements of this session were prepared anew.</summary>
    internal int PreparedAgain => statements.Values.Sum(statement => statement.PreparedAgain);

    /// <summary>The row id given by the last insert.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(Connection.Handle!);

    /// <summary>The last number that each container has given, as far as the transaction has asked (<see cref="ChangeNumbers"/>).</summary>
    internal Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>How many pages have been written since this was last asked.</summary>
    internal int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(Connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>The number of rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(Connection.Handle!);

    /// <summary>Runs a statement that answers nothing; gives the number of rows changed.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="values">What its parameters are (<c>?1</c>, <c>?2</c>, ...): text, whole numbers, bytes or null.</param>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = Bound(sql, values);
        while (statement.Step())
        {
            // What a PRAGMA answers.
        }

        return Changes;
    }

    /// <summary>Runs several statements without parameters.</summary>
    public void Script(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that answers one value, text or a whole number; null when there is none.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = Bound(sql, values);
        return !statement.Step() || statement.IsNull(0) ? null : statement.IsInteger(0) ? statement.Number(0) : statement.Text(0);
    }

    /// <summary>Runs a query and maps its rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteStatement, T> map, params ReadOnlySpan<object?> values)
    {
        using var statement = Bound(sql, values);
        var rows = new List<T>();
        while (statement.Step())
            rows.Add(map(statement));
        return rows;
    }

    /// <summary>What is read until the answer is disposed sees one state of the file.</summary>
    internal StateInUse OneState()
    {
        Run("BEGIN");
        return new StateInUse(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseStatements();
        Connection.Dispose();
    }

    internal void BeginWriting()
    {
        Numbers.Clear(); // the transaction before may have been taken back, and somebody else may have written the file
        Run("BEGIN IMMEDIATE");
    }

    internal void Run(string sql)
    {
        using var statement = Statement(sql);
        statement.Step();
    }

    /// <summary>A state of the file that is read.</summary>
    internal readonly struct StateInUse(SqliteSession session) : IDisposable
    {
        public void Dispose()
        {
            // Some failures have ended it already.
            if (raw.sqlite3_get_autocommit(session.Connection.Handle!) == 0)
                session.Run("COMMIT");
        }
    }

    private SqliteStatement Bound(string sql, ReadOnlySpan<object?> values)
    {
        var statement = Statement(sql);
        for (var i = 0; i < values.Length; i++)
            statement.Bind(i + 1, values[i]);
        return statement;
    }

    private void CloseStatements()
    {
        foreach (var statement in statements.Values)
            statement.Close();
        statements.Clear();
    }
}
