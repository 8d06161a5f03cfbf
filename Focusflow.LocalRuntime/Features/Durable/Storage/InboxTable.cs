using Focusflow.Sqlite;
using Google.Protobuf;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>What instances are to be told at their next turn.</summary>
internal static class InboxTable
{
    private const string Insert =
        "INSERT INTO durable_inbox (instance, seq, at, answer, event) "
        + "SELECT ?1, 1 + coalesce((SELECT max(seq) FROM durable_inbox WHERE instance = ?1), 0), ?2, ";

    /// <summary>Adds something for whichever execution is there, also for an id that does not exist yet; false: it has ended.</summary>
    public static bool Add(SqliteSession session, string instance, P.HistoryEvent told, long at) =>
        session.Execute(
            Insert + $"0, ?3 WHERE NOT EXISTS (SELECT 1 FROM durable_instances WHERE id = ?1 AND status IN {InstanceTable.Ended})",
            instance,
            at,
            told.ToByteArray()) == 1;

    /// <summary>Adds the answer to a call of an execution; false: that execution is over.</summary>
    public static bool AddAnswer(SqliteSession session, string instance, string execution, P.HistoryEvent answer, long at) =>
        session.Execute(
            Insert + "1, ?3 WHERE EXISTS (SELECT 1 FROM durable_instances "
            + $"WHERE id = ?1 AND execution = ?4 AND status NOT IN {InstanceTable.Ended})",
            instance,
            at,
            answer.ToByteArray(),
            execution) == 1;

    /// <summary>What an instance is to be told.</summary>
    public static List<Message> Read(SqliteSession session, string instance) =>
        session.Query(
            "SELECT seq, at, event FROM durable_inbox WHERE instance = ?1 ORDER BY seq",
            row => new Message(row.Number(1), P.HistoryEvent.Parser.ParseFrom(row.Bytes(2)), new InboxKey(row.Number(0))),
            instance);

    /// <summary>Whether an instance is to be told something.</summary>
    public static bool Any(SqliteSession session, string instance) =>
        session.Scalar("SELECT 1 FROM durable_inbox WHERE instance = ?1 LIMIT 1", instance) is not null;

    /// <summary>The instances that have something to be told.</summary>
    public static List<string> Waiting(SqliteSession session) =>
        session.Query("SELECT DISTINCT instance FROM durable_inbox", row => row.Text(0));

    /// <summary>Deletes what an instance was told.</summary>
    public static void Delete(SqliteSession session, string instance, InboxKey key) =>
        session.Execute("DELETE FROM durable_inbox WHERE instance = ?1 AND seq = ?2", instance, key.Seq);

    /// <summary>Deletes all that an instance was to be told.</summary>
    public static void DeleteAll(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_inbox WHERE instance = ?1", instance);

    /// <summary>Deletes the answers that an execution still had to be told.</summary>
    public static void DeleteAnswers(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_inbox WHERE instance = ?1 AND answer = 1", instance);
}
