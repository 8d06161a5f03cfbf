using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Features.Durable.Dispatch;
using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Features.Durable.Turns;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Client;

/// <summary>Talks to the orchestrations of this process: starting, telling and ending them.</summary>
/// <param name="parts">The engine.</param>
/// <param name="turns">Runs first turns.</param>
/// <param name="waiters">Who waits for an instance.</param>
/// <param name="pending">Where starts are left that whoever has the client waits for later; null: each is waited for here.</param>
internal sealed partial class LocalDurableTaskClient(EngineParts parts, TurnDispatcher turns, InstanceWaiters waiters, PendingWrites? pending = null)
    : DurableTaskClient("Local")
{
    private long Now => parts.Clock.GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Now;
        var row = new InstanceRow(
            options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            InstanceRow.NewExecution(),
            orchestratorName.Name,
            OrchestrationRuntimeStatus.Pending,
            Turn: 0,
            Created: now,
            Updated: now,
            Input: DurableData.Converter.Serialize(input),
            Tags: StoredTags.Write(options?.Tags),
            Version: options?.Version?.Version);
        InstanceIds.Check(row.Id);
        List<OrchestrationRuntimeStatus> dedupe =
            [.. (options?.DedupeStatuses ?? []).Select(status => Enum.Parse<OrchestrationRuntimeStatus>(status, ignoreCase: true))];

        // Of two who start the same at once one comes second, also while the start of the other is on its way to the disk.
        var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (parts.Starting.GetOrAdd(row.Id, arrival.Task) is var other && other != arrival.Task)
            await other;
        Task arrived;
        try
        {
            InstanceStart.CheckFree(row.Id, parts.Database.Read(session => InstanceTable.FindStatus(session, row.Id)), dedupe);

            // The first turn is run here and stored together with the instance: one write instead of two.
            var start = options?.StartAt?.UtcTicks;
            var firstTurn = start is null || start <= now ? await turns.TryFirstTurnAsync(row) : null;

            // Given to the writer before this returns: what the caller writes next stands after it in the log.
            arrived = PutAsync(row, start, firstTurn, dedupe);
        }
        catch
        {
            Arrived();
            throw;
        }

        _ = arrived.ContinueWith(_ => Arrived(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (pending is null)
            await arrived;
        else
            pending.Add(arrived);
        return row.Id;

        void Arrived()
        {
            parts.Starting.TryRemove(row.Id, out var _);
            arrival.SetResult();
        }
    }

    /// <inheritdoc/>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        InstanceIds.Check(instanceId);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        return TellAsync(instanceId, now => Events.Raised(eventName, DurableData.Converter.Serialize(eventPayload), now), mustExist: false);
    }

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var output = DurableData.Converter.Serialize(options?.Output);
        return TellAsync(instanceId, now => Events.Terminated(output, options?.Recursive ?? false, now), mustExist: true);
    }

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return TellAsync(instanceId, now => Events.Suspended(reason, now), mustExist: true);
    }

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return TellAsync(instanceId, now => Events.Resumed(reason, now), mustExist: true);
    }

    /// <inheritdoc/>
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Now;
        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        await WriteAsync(
            (session, followUps) =>
            {
                var before = InstanceTable.Find(session, instanceId) ?? throw Unknown(instanceId);
                var row = new InstanceRow(
                    id, InstanceRow.NewExecution(), before.Name, OrchestrationRuntimeStatus.Pending, 0, now, now, before.Input, Tags: before.Tags, Version: before.Version);
                InstanceStart.Put(session, row, []);
                InstanceStart.Start(session, row, followUps);
                followUps.Changed.Add(id);
            });
        return id;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ArgumentException Unknown(string instanceId) => new($"No instance with ID '{instanceId}' was found.", nameof(instanceId));

    private async Task PutAsync(InstanceRow row, long? start, TurnOutcome? firstTurn, List<OrchestrationRuntimeStatus> dedupe) =>
        parts.Announce(await parts.Writer.WriteAsync(
            session =>
            {
                if (firstTurn is not null)
                    return TurnCommit.WriteFirst(session, row, firstTurn, parts.Options.Delivery, dedupe);
                var followUps = new FollowUps();
                var placed = start > row.Created ? InstanceStart.Later(row, start.Value, parts.Options.Delivery) : row;
                InstanceStart.Put(session, placed, dedupe);
                if (placed.Due is { } due)
                    followUps.Timers.Add((due, row.Id));
                else
                    InstanceStart.Start(session, row, followUps);
                followUps.Changed.Add(row.Id);
                return followUps;
            },
            joins: pending is not null));

    private Task TellAsync(string instanceId, Func<long, P.HistoryEvent> tell, bool mustExist)
    {
        var now = Now;
        var told = tell(now);
        return WriteAsync(
            (session, followUps) =>
            {
                if (mustExist && InstanceTable.FindStatus(session, instanceId) is null)
                    throw Unknown(instanceId);
                if (InboxTable.Add(session, instanceId, told, now))
                    followUps.Instances.Add(instanceId);
            });
    }

    private async Task WriteAsync(Action<Focusflow.Sqlite.SqliteSession, FollowUps> write)
    {
        var followUps = new FollowUps();
        await parts.Writer.WriteAsync(session =>
        {
            write(session, followUps);
            return true;
        });
        parts.Announce(followUps);
    }
}
