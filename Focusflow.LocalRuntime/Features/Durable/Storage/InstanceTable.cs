using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Reads and writes instances.</summary>
internal static class InstanceTable
{
    /// <summary>The statuses in which an instance does nothing any more, for an SQL <c>IN</c>.</summary>
    public const string Ended = "(1, 3, 5)";

    /// <summary>What <see cref="Map"/> reads.</summary>
    public const string Columns = $"{Kept}, number";

    /// <summary>What <see cref="Insert"/> writes.</summary>
    public const string Written = $"{Kept}, due";

    private const string Kept =
        "id, execution, name, status, turn, created, updated, input, output, custom_status, failure, tags, version, "
        + "parent_id, parent_execution, parent_name, parent_task, timers";

    /// <summary>One instance; null: there is none of this id.</summary>
    public static InstanceRow? Find(SqliteSession session, string id) =>
        session.Query($"SELECT {Columns} FROM durable_instances WHERE id = ?1", Map, id).SingleOrDefault();

    /// <summary>The status of an instance; null: there is none of this id.</summary>
    public static OrchestrationRuntimeStatus? FindStatus(SqliteSession session, string id) =>
        (OrchestrationRuntimeStatus?)(long?)session.Scalar("SELECT status FROM durable_instances WHERE id = ?1", id);

    /// <summary>Puts an instance in the place of an ended one of its id.</summary>
    public static void Replace(SqliteSession session, InstanceRow row)
    {
        session.Execute("DELETE FROM durable_instances WHERE id = ?1", row.Id);
        HistoryTable.Delete(session, row.Id);
        Insert(session, row);
    }

    /// <summary>Adds an instance; false: there is one of its id.</summary>
    public static bool Insert(SqliteSession session, InstanceRow row) =>
        session.Execute(
            $"INSERT OR IGNORE INTO durable_instances ({Written}) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            row.Id,
            row.Execution,
            row.Name,
            (long)row.Status,
            row.Turn,
            row.Created,
            row.Updated,
            row.Input,
            row.Output,
            row.CustomStatus,
            row.Failure,
            row.Tags,
            row.Version,
            row.Parent?.Id,
            row.Parent?.Execution,
            row.Parent?.Name,
            row.Parent?.TaskId,
            StoredTimers.Write(row.Timers),
            row.Due) == 1;

    /// <summary>Writes what a turn changed; false: the instance is not as it was when the turn began.</summary>
    public static bool Update(SqliteSession session, InstanceRow before, InstanceRow after) =>
        session.Execute(
            "UPDATE durable_instances SET execution = ?4, status = ?5, turn = ?6, updated = ?7, input = ?8, output = ?9, "
            + "custom_status = ?10, failure = ?11, version = ?12, timers = ?13, due = ?14 WHERE id = ?1 AND execution = ?2 AND turn = ?3",
            before.Id,
            before.Execution,
            before.Turn,
            after.Execution,
            (long)after.Status,
            after.Turn,
            after.Updated,
            after.Input,
            after.Output,
            after.CustomStatus,
            after.Failure,
            after.Version,
            StoredTimers.Write(after.Timers),
            after.Due) == 1;

    /// <summary>The sub-orchestrations of an instance.</summary>
    public static List<string> Children(SqliteSession session, string id) =>
        session.Query("SELECT id FROM durable_instances WHERE parent_id = ?1", row => row.Text(0), id);

    /// <summary>The next instances after one of which a timer is due up to a time, in order of time.</summary>
    public static List<DueInstance> ReadDue(SqliteSession session, DueInstance after, long now, int limit) =>
        session.Query(
            "SELECT due, number, id, name FROM durable_instances WHERE (due, number) > (?1, ?2) AND due <= ?3 "
            + $"ORDER BY due, number LIMIT {SqliteStatement.Limit("?4")}",
            row => new DueInstance(row.Number(0), row.Number(1), row.Text(2), row.Text(3)),
            after.Due,
            after.Number,
            now,
            limit);

    /// <summary>When the first instance after a time has a timer that is due; null: none has.</summary>
    public static long? NextDue(SqliteSession session, long after) =>
        (long?)session.Scalar("SELECT due FROM durable_instances WHERE due > ?1 ORDER BY due LIMIT 1", after);

    /// <summary>Forgets an ended instance; false: there is none, or it has not ended.</summary>
    public static bool Purge(SqliteSession session, string id)
    {
        if (session.Execute($"DELETE FROM durable_instances WHERE id = ?1 AND status IN {Ended}", id) == 0)
            return false;
        HistoryTable.Delete(session, id);
        return true;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static InstanceRow Map(SqliteStatement row) => new(
        row.Text(0),
        row.Text(1),
        row.Text(2),
        (OrchestrationRuntimeStatus)row.Number(3),
        (int)row.Number(4),
        row.Number(5),
        row.Number(6),
        Text(row, 7),
        Text(row, 8),
        Text(row, 9),
        row.IsNull(10) ? null : row.Bytes(10),
        Text(row, 11),
        Text(row, 12),
        row.IsNull(13) ? null : new ParentLink(row.Text(13), row.Text(14), row.Text(15), (int)row.Number(16)))
    {
        Timers = StoredTimers.Read(Text(row, 17)),
        Number = row.Number(18),
    };

    private static string? Text(SqliteStatement row, int column) => row.IsNull(column) ? null : row.Text(column);
}

/// <summary>An instance of which a timer is due.</summary>
/// <param name="Due">When (UTC ticks).</param>
/// <param name="Number">Its number among all.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its orchestrator.</param>
internal readonly record struct DueInstance(long Due, long Number, string Id, string Name)
{
    /// <summary>Before all.</summary>
    public static DueInstance BeforeAll { get; } = new(long.MinValue, 0, "", "");

    /// <summary>Before all of which the first timer is due later than this.</summary>
    public static DueInstance LastOf(long due) => new(due, long.MaxValue, "", "");
}
