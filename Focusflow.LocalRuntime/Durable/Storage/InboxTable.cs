using Focusflow.LocalRuntime.Durable.History;
using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>What instances are to be told at their next turn.</summary>
internal static class InboxTable
{
    /// <summary>Adds something for whichever execution is there, also for an id that does not exist yet; false: it has ended.</summary>
    public static bool Add(SqliteSession session, string instance, HistoryEvent told, long at) =>
        session.Execute(
            "INSERT INTO durable_inbox (instance, execution, at, event) SELECT ?1, NULL, ?2, ?3 "
            + $"WHERE NOT EXISTS (SELECT 1 FROM durable_instances WHERE id = ?1 AND status IN {InstanceTable.Ended})",
            instance,
            at,
            HistoryJson.Write(told)) == 1;

    /// <summary>Adds the answer to a call of an execution; false: that execution is over.</summary>
    public static bool AddAnswer(SqliteSession session, string instance, string execution, Answer answer, long at) =>
        session.Execute(
            "INSERT INTO durable_inbox (instance, execution, at, event) SELECT ?1, ?2, ?3, ?4 "
            + "WHERE EXISTS (SELECT 1 FROM durable_instances "
            + $"WHERE id = ?1 AND execution = ?2 AND status NOT IN {InstanceTable.Ended})",
            instance,
            execution,
            at,
            HistoryJson.Write(answer)) == 1;

    /// <summary>What an instance is to be told.</summary>
    public static List<Message> Read(SqliteSession session, string instance) =>
        session.Query(
            "SELECT seq, at, event FROM durable_inbox WHERE instance = ?1 ORDER BY seq",
            row => new Message(row.GetInt64(1), HistoryJson.ReadEvent(row.GetString(2)), row.GetInt64(0), IsTimer: false),
            instance);

    /// <summary>The instances that have something to be told.</summary>
    public static List<string> Waiting(SqliteSession session) =>
        session.Query("SELECT DISTINCT instance FROM durable_inbox", row => row.GetString(0));

    /// <summary>Deletes what an execution was told.</summary>
    public static void Delete(SqliteSession session, long seq) => session.Execute("DELETE FROM durable_inbox WHERE seq = ?1", seq);

    /// <summary>Deletes all that an instance was to be told.</summary>
    public static void DeleteAll(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_inbox WHERE instance = ?1", instance);

    /// <summary>Deletes the answers that an execution still had to be told.</summary>
    public static void DeleteAnswers(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_inbox WHERE instance = ?1 AND execution IS NOT NULL", instance);
}

/// <summary>Something an instance is to be told.</summary>
/// <param name="At">When it came up (UTC ticks).</param>
/// <param name="Event">What.</param>
/// <param name="Seq">Its row.</param>
/// <param name="IsTimer">Whether the row is one of the timers, else of the inbox.</param>
internal sealed record Message(long At, HistoryEvent Event, long Seq, bool IsTimer);
