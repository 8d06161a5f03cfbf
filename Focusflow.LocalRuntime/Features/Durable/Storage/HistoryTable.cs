using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Reads and writes history, a row per turn.</summary>
internal static class HistoryTable
{
    /// <summary>The turns of an instance, oldest first.</summary>
    public static List<byte[]> Read(SqliteSession session, string instance) =>
        session.Query(
            "SELECT events FROM durable_history WHERE instance = ?1 ORDER BY turn", row => row.Bytes(0), instance);

    /// <summary>Adds a turn.</summary>
    public static void Add(SqliteSession session, string instance, int number, byte[] events) =>
        session.Execute("INSERT INTO durable_history (instance, turn, events) VALUES (?1, ?2, ?3)", instance, number, events);

    /// <summary>Deletes the history of an instance.</summary>
    public static void Delete(SqliteSession session, string instance) =>
        session.Execute("DELETE FROM durable_history WHERE instance = ?1", instance);
}
