using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>Starts instances, at once or later.</summary>
internal static class InstanceStart
{
    /// <summary>Whether an instance of this status keeps its id from being used again.</summary>
    public static bool Blocks(OrchestrationRuntimeStatus? status, IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe) =>
        status is { } there && (!there.HasEnded() || dedupe.Contains(there));

    /// <summary>Puts a new instance in place, its id being free, and lets it start now or when it is due.</summary>
    public static void Put(SqliteSession session, InstanceRow row, long? due, FollowUps followUps)
    {
        InstanceTable.Put(session, row);
        if (due is { } later && later > row.Created)
        {
            TimerTable.AddStart(session, later, row.Id, row.Execution);
            followUps.Timers.Add((later, row.Id));
        }
        else
        {
            InboxTable.Add(session, row.Id, new History.ExecutionStarted(), row.Created);
            followUps.Instances.Add(row.Id);
        }
    }
}
