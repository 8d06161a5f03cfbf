using System.Globalization;
using System.Text;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable.Client;

/// <summary>Finds instances page by page, in the order they were created or the reverse.</summary>
/// <param name="From">Created then or later (UTC ticks).</param>
/// <param name="To">Created then or earlier (UTC ticks).</param>
/// <param name="Statuses">In one of these; null: in any.</param>
/// <param name="Prefix">The id begins so; null: any id.</param>
internal sealed record InstanceSearch(long? From, long? To, IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses, string? Prefix)
{
    /// <summary>The orchestrator's name; null: any.</summary>
    public string? Name { get; init; }

    /// <summary>The user whom the id or the input names; null: anybody, or nobody.</summary>
    public Guid? User { get; init; }

    /// <summary>Whether the last created comes first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>A page of at most so many instances after a place; the place to go on from is null on the last.</summary>
    public (IReadOnlyList<InstanceRow> Rows, string? Next) Page(SqliteSession session, string? after, int size)
    {
        var (afterCreated, afterNumber) = Place(after);
        List<object?> values = [afterCreated, afterNumber, size + 1];
        var sql = new StringBuilder($"SELECT {InstanceTable.Columns} FROM durable_instances WHERE (created, number) {(NewestFirst ? "<" : ">")} (?1, ?2)");
        if (From is { } from)
            sql.Append(CultureInfo.InvariantCulture, $" AND created >= ?{Add(values, from)}");
        if (To is { } to)
            sql.Append(CultureInfo.InvariantCulture, $" AND created <= ?{Add(values, to)}");
        if (Prefix is { } prefix)
            sql.Append(CultureInfo.InvariantCulture, $" AND substr(id, 1, {prefix.Length}) = ?{Add(values, prefix)}");
        if (Statuses is { Count: > 0 } statuses)
            sql.Append(CultureInfo.InvariantCulture, $" AND status IN ({string.Join(", ", statuses.Select(status => (int)status).Order())})");
        if (Name is { } name)
            sql.Append(CultureInfo.InvariantCulture, $" AND name = ?{Add(values, name)}");
        if (User is { } user)
            sql.Append(CultureInfo.InvariantCulture, $" AND (instr(id, ?{Add(values, user.ToString("N"))}) > 0 OR instr(input, ?{Add(values, user.ToString("D"))}) > 0)");
        sql.Append(NewestFirst ? " ORDER BY created DESC, number DESC LIMIT " : " ORDER BY created, number LIMIT ").Append(SqliteStatement.Limit("?3"));

        var rows = session.Query(sql.ToString(), InstanceTable.Map, [.. values]);
        if (rows.Count <= size)
            return (rows, null);
        rows.RemoveAt(size);
        return (rows, string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Created}|{rows[^1].Number}"));
    }

    private (long Created, long Number) Place(string? token)
    {
        if (token is null)
            return (NewestFirst ? long.MaxValue : long.MinValue, 0);
        var bar = token.IndexOf('|', StringComparison.Ordinal);
        return bar > 0
            && long.TryParse(token.AsSpan(0, bar), NumberStyles.Integer, CultureInfo.InvariantCulture, out var created)
            && long.TryParse(token.AsSpan(bar + 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? (created, number)
            : throw new ArgumentException("This is not a continuation token of a list of instances.", nameof(token));
    }

    private static int Add(List<object?> values, object value)
    {
        values.Add(value);
        return values.Count;
    }
}
