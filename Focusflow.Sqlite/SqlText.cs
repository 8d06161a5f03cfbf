using System.Globalization;
using System.Text;

namespace Focusflow.Sqlite;

/// <summary>An SQL text in the making, with the values that it binds.</summary>
internal sealed class SqlText
{
    private readonly List<object> values = [];

    /// <summary>The text so far.</summary>
    public StringBuilder Sql { get; } = new(512);

    /// <summary>The values to bind, from position 1: <see cref="string"/>, <see cref="long"/> or <see cref="byte"/>[].</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>Adds a value; gives its place in the text.</summary>
    public string Bind(object value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"?{values.Count}");
    }

    /// <summary>Binds the values to a statement of this text.</summary>
    public SqliteStatement Prepare(SqliteSession session)
    {
        var statement = session.Statement(Sql.ToString());
        for (var i = 0; i < values.Count; i++)
            statement.Bind(i + 1, values[i]);
        return statement;
    }
}
