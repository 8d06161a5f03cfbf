using Focusflow.Sqlite;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Activities that are to run or running.</summary>
internal static class ActivityTable
{
    /// <summary>Adds an activity.</summary>
    public static ActivityRow Add(SqliteSession session, string instance, string execution, int task, string name, string? input)
    {
        session.Execute(
            "INSERT INTO durable_activities (instance, execution, task, name, input) VALUES (?1, ?2, ?3, ?4, ?5)",
            instance,
            execution,
            task,
            name,
            input);
        return new(session.LastInsertRowId, instance, execution, task, name, input);
    }

    /// <summary>All activities, oldest first.</summary>
    public static List<ActivityRow> Read(SqliteSession session) =>
        session.Query(
            "SELECT seq, instance, execution, task, name, input FROM durable_activities ORDER BY seq",
            row => new ActivityRow(
                row.Number(0),
                row.Text(1),
                row.Text(2),
                (int)row.Number(3),
                row.Text(4),
                row.IsNull(5) ? null : row.Text(5)));

    /// <summary>Deletes an activity that is done; false: it is gone already.</summary>
    public static bool Delete(SqliteSession session, ActivityRow row) =>
        session.Execute(
            "DELETE FROM durable_activities WHERE seq = ?1 AND instance = ?2 AND execution = ?3 AND task = ?4",
            row.Seq,
            row.Instance,
            row.Execution,
            row.Task) == 1;
}

/// <summary>An activity to run.</summary>
internal sealed record ActivityRow(long Seq, string Instance, string Execution, int Task, string Name, string? Input);
