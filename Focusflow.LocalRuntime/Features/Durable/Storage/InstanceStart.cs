using DurableTask.Core.Exceptions;
using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Starts instances, at once or later.</summary>
internal static class InstanceStart
{
    /// <summary>Throws when an instance of this status keeps its id from being used again.</summary>
    public static void CheckFree(string id, OrchestrationRuntimeStatus? status, IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe)
    {
        if (status is { } there && (!there.HasEnded() || dedupe.Contains(there)))
            throw new OrchestrationAlreadyExistsException($"An orchestration with the id '{id}' and the status {there} already exists.");
    }

    /// <summary>Puts a new instance in place; throws when its id is in use.</summary>
    public static void Put(SqliteSession session, InstanceRow row, IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe)
    {
        if (InstanceTable.Insert(session, row))
            return;
        CheckFree(row.Id, InstanceTable.FindStatus(session, row.Id), dedupe);
        InstanceTable.Replace(session, row);
    }

    /// <summary>Lets an instance that was put in place start now.</summary>
    public static void Start(SqliteSession session, InstanceRow row, FollowUps followUps)
    {
        InboxTable.Add(session, row.Id, Events.ToStart(row.Created), row.Created);
        followUps.Instances.Add(row.Id);
    }

    /// <summary>A new instance that starts when it is due, which comes as timers do, though never twice.</summary>
    public static InstanceRow Later(InstanceRow row, long due, TimerDelivery delivery) => row with
    {
        Timers = [new(delivery.Deliveries(row.Id, row.Turn, StoredTimers.StartOfInstance, due, row.Created).First(), StoredTimers.StartOfInstance, Copy: 0)],
    };
}
