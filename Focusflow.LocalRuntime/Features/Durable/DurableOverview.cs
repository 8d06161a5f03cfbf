using Focusflow.LocalRuntime.Features.Durable.Client;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>Looks into the engine's tables for people who want to see what runs and what comes next.</summary>
internal sealed class DurableOverview(SqliteDatabase database)
{
    /// <summary>Counting looks at no more than these, so that a long list costs no more than a short one.</summary>
    public const int MostCounted = 1000;

    /// <summary>A page of instances with the instant at which the next timer of each is due.</summary>
    public (IReadOnlyList<(InstanceRow Instance, DateTimeOffset? NextTimer)> Page, string? Next) List(
        InstanceSearch search, string? after, int limit) =>
        database.Read<(IReadOnlyList<(InstanceRow, DateTimeOffset?)>, string?)>(session =>
        {
            var (rows, next) = search.Page(session, after, limit);
            return ([.. rows.Select(row => (row, Instant(row.Due)))], next);
        });

    /// <summary>How many of the <see cref="MostCounted"/> newest instances have which status.</summary>
    public IReadOnlyDictionary<OrchestrationRuntimeStatus, int> Count() => database.Read(session => session.Query(
        $"SELECT status, COUNT(*) FROM (SELECT status FROM durable_instances ORDER BY created DESC, number DESC LIMIT {SqliteStatement.Limit("?1")}) GROUP BY status",
        row => ((OrchestrationRuntimeStatus)row.Number(0), (int)row.Number(1)),
        MostCounted)).ToDictionary(count => count.Item1, count => count.Item2);

    /// <summary>The names of the orchestrators of the <see cref="MostCounted"/> newest instances.</summary>
    public IReadOnlyList<string> Names() => database.Read(session => session.Query(
        $"SELECT DISTINCT name FROM (SELECT name FROM durable_instances ORDER BY created DESC, number DESC LIMIT {SqliteStatement.Limit("?1")}) ORDER BY name", row => row.Text(0), MostCounted));

    /// <summary>When the next timer of an instance is due; null: none is.</summary>
    public DateTimeOffset? NextTimer(string instance) => Instant(database.Read(session => InstanceTable.Find(session, instance)?.Due));

    /// <summary>The next timer of each of the orchestrations whose timers fire next, in order of time.</summary>
    public IReadOnlyList<OpenTimer> Timers(int limit) => database.Read(session => InstanceTable
        .ReadDue(session, DueInstance.BeforeAll, long.MaxValue, limit)
        .ConvertAll(due => new OpenTimer(Instant(due.Due)!.Value, due.Id, due.Name)));

    private static DateTimeOffset? Instant(long? ticks) => ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;
}

/// <summary>A timer that an orchestration waits for.</summary>
/// <param name="Due">When it is due (UTC).</param>
/// <param name="Instance">The id of the orchestration.</param>
/// <param name="Name">The orchestrator's name.</param>
internal sealed record OpenTimer(DateTimeOffset Due, string Instance, string Name);
