using Focusflow.LocalRuntime.Features.Durable.History;
using Microsoft.DurableTask.Client;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>An instance as it is stored; inputs, outputs and status as JSON, the failure in the runner's own form.</summary>
internal sealed record InstanceRow(
    string Id,
    string Execution,
    string Name,
    OrchestrationRuntimeStatus Status,
    int Turn,
    long Created,
    long Updated,
    string? Input = null,
    string? Output = null,
    string? CustomStatus = null,
    byte[]? Failure = null,
    string? Tags = null,
    string? Version = null,
    ParentLink? Parent = null)
{
    /// <summary>Its number among all, in the order they were created; 0: it is not stored yet.</summary>
    public long Number { get; init; }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<TimerKey> Timers { get; init; } = [];

    /// <summary>When the first of them is due (UTC ticks); null: there is none.</summary>
    public long? Due => Timers.Count == 0 ? null : Timers.Min(timer => timer.Due);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Status.HasEnded();

    /// <summary>A new execution's name.</summary>
    public static string NewExecution() => Guid.NewGuid().ToString("N");

    /// <summary>That it begins, or begins anew.</summary>
    /// <param name="at">When (UTC ticks).</param>
    public P.HistoryEvent Started(long at)
    {
        var started = new P.ExecutionStartedEvent { Name = Name, Version = Version, Input = Input, OrchestrationInstance = Reference(Id, Execution) };
        if (Parent is { } parent)
        {
            started.ParentInstance = new P.ParentInstanceInfo
            {
                Name = parent.Name,
                OrchestrationInstance = Reference(parent.Id, parent.Execution),
                TaskScheduledId = parent.TaskId,
            };
        }

        foreach (var (name, value) in StoredTags.Read(Tags))
            started.Tags.Add(name, value);
        return Events.Started(started, at);
    }

    private static P.OrchestrationInstance Reference(string id, string execution) => new() { InstanceId = id, ExecutionId = execution };
}

/// <summary>Who called a sub-orchestration.</summary>
/// <param name="Id">The calling instance.</param>
/// <param name="Execution">Its execution.</param>
/// <param name="Name">Its orchestrator.</param>
/// <param name="TaskId">The number of the call.</param>
internal sealed record ParentLink(string Id, string Execution, string Name, int TaskId);

/// <summary>What a status means.</summary>
internal static class StatusExtensions
{
    /// <summary>Whether an instance of this status does nothing any more.</summary>
    public static bool HasEnded(this OrchestrationRuntimeStatus status) => status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;
}
