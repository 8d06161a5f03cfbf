using Focusflow.LocalRuntime.Durable.History;
using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>What is to happen later, by the time it is due.</summary>
internal static class TimerTable
{
    private const int StartOfInstance = -1;

    /// <summary>Adds a timer of an orchestration.</summary>
    public static void Add(SqliteSession session, long due, string instance, string execution, int task) =>
        session.Execute(
            "INSERT INTO durable_timers (due, instance, execution, task) VALUES (?1, ?2, ?3, ?4)", due, instance, execution, task);

    /// <summary>Adds the start of an instance.</summary>
    public static void AddStart(SqliteSession session, long due, string instance, string execution) =>
        Add(session, due, instance, execution, StartOfInstance);

    /// <summary>The timers of an instance that are due.</summary>
    public static List<Message> ReadDue(SqliteSession session, string instance, string execution, long now) =>
        session.Query(
            "SELECT seq, due, task FROM durable_timers WHERE instance = ?1 AND execution = ?2 AND due <= ?3 ORDER BY due, seq",
            row => new Message(row.GetInt64(1), Event(row.GetInt32(2)), row.GetInt64(0), IsTimer: true),
            instance,
            execution,
            now);

    /// <summary>The next timers after one, up to a time, in order of time.</summary>
    public static List<DueTimer> ReadDue(SqliteSession session, DueTimer after, long now, int limit) =>
        session.Query(
            "SELECT due, seq, instance FROM durable_timers WHERE (due, seq) > (?1, ?2) AND due <= ?3 ORDER BY due, seq LIMIT ?4",
            row => new DueTimer(row.GetInt64(0), row.GetInt64(1), row.GetString(2)),
            after.Due,
            after.Seq,
            now,
            limit);

    /// <summary>When the first timer after a time is due; null: there is none.</summary>
    public static long? NextDue(SqliteSession session, long after) =>
        (long?)session.Scalar("SELECT due FROM durable_timers WHERE due > ?1 ORDER BY due LIMIT 1", after);

    /// <summary>Deletes a timer that was delivered.</summary>
    public static void Delete(SqliteSession session, long seq) => session.Execute("DELETE FROM durable_timers WHERE seq = ?1", seq);

    /// <summary>Deletes a timer that was cancelled.</summary>
    public static void Cancel(SqliteSession session, string instance, int task) =>
        session.Execute("DELETE FROM durable_timers WHERE instance = ?1 AND task = ?2", instance, task);

    /// <summary>Deletes all timers of an instance.</summary>
    public static void DeleteAll(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_timers WHERE instance = ?1", instance);

    private static HistoryEvent Event(int task) => task == StartOfInstance ? new ExecutionStarted() : new TimerFired(task);
}

/// <summary>A timer that is due.</summary>
internal readonly record struct DueTimer(long Due, long Seq, string Instance);
