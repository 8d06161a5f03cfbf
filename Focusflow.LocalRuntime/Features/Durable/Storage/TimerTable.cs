using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.Sqlite;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>What is to happen later, by the time it is due.</summary>
internal static class TimerTable
{
    /// <summary>Stands for the start of an instance in the place of a timer's number.</summary>
    public const int StartOfInstance = -1;

    /// <summary>Adds a timer of an orchestration, or a second delivery of it.</summary>
    public static void Add(SqliteSession session, long due, string instance, int task, int copy) =>
        session.Execute("INSERT OR REPLACE INTO durable_timers (instance, task, copy, due) VALUES (?1, ?2, ?3, ?4)", instance, task, copy, due);

    /// <summary>Adds the start of an instance.</summary>
    public static void AddStart(SqliteSession session, long due, string instance) => Add(session, due, instance, StartOfInstance, 0);

    /// <summary>The timers of an instance that are due.</summary>
    public static List<Message> ReadDue(SqliteSession session, string instance, long now) =>
        session.Query(
            "SELECT due, task, copy FROM durable_timers WHERE instance = ?1 AND due <= ?2 ORDER BY due, task, copy",
            row => new Message(row.Number(0), Event((int)row.Number(1), row.Number(0)), new TimerKey((int)row.Number(1), (int)row.Number(2))),
            instance,
            now);

    /// <summary>The next timers after one, up to a time, in order of time.</summary>
    public static List<DueTimer> ReadDue(SqliteSession session, DueTimer after, long now, int limit) =>
        session.Query(
            "SELECT due, instance, task FROM durable_timers WHERE (due, instance, task) > (?1, ?2, ?3) AND due <= ?4 "
            + $"ORDER BY due, instance, task LIMIT {SqliteStatement.Limit("?5")}",
            row => new DueTimer(row.Number(0), row.Text(1), (int)row.Number(2)),
            after.Due,
            after.Instance,
            after.Task,
            now,
            limit);

    /// <summary>When the first timer after a time is due; null: there is none.</summary>
    public static long? NextDue(SqliteSession session, long after) =>
        (long?)session.Scalar("SELECT due FROM durable_timers WHERE due > ?1 ORDER BY due LIMIT 1", after);

    /// <summary>When the first timer of an instance is due; null: there is none.</summary>
    public static long? NextDueOf(SqliteSession session, string instance) =>
        (long?)session.Scalar("SELECT MIN(due) FROM durable_timers WHERE instance = ?1", instance);

    /// <summary>Deletes a timer that was delivered.</summary>
    public static void Delete(SqliteSession session, string instance, TimerKey key) =>
        session.Execute("DELETE FROM durable_timers WHERE instance = ?1 AND task = ?2 AND copy = ?3", instance, key.Task, key.Copy);

    /// <summary>Deletes all timers of an instance.</summary>
    public static void DeleteAll(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_timers WHERE instance = ?1", instance);

    private static P.HistoryEvent Event(int task, long due) =>
        task == StartOfInstance ? Events.ToStart(due) : Events.TimerFired(task, due);
}

/// <summary>A timer that is due.</summary>
internal readonly record struct DueTimer(long Due, string Instance, int Task)
{
    /// <summary>Before all timers.</summary>
    public static DueTimer BeforeAll { get; } = new(long.MinValue, "", int.MinValue);

    /// <summary>Before all timers that are due later than this.</summary>
    public static DueTimer LastOf(long due) => new(due, "\U0010FFFF", 0);
}
