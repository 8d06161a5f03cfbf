using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>Shows a history under the names that the real host uses.</summary>
internal static class HistoryListing
{
    /// <summary>All entries, oldest first; every turn begins with an <c>OrchestratorStarted</c>.</summary>
    public static IReadOnlyList<DurableHistoryEntry> Of(IEnumerable<P.HistoryEvent> events) => [.. events.Select(Entry)];

    private static DurableHistoryEntry Entry(P.HistoryEvent happened)
    {
        var entry = new DurableHistoryEntry(
            happened.EventTypeCase.ToString(), happened.EventId, null, happened.Timestamp.ToDateTimeOffset(), null, null, null, null);
        return happened switch
        {
            { ExecutionStarted: { } started } => entry with { Name = started.Name, Input = started.Input },
            { ExecutionTerminated: { } ended } => entry with { Input = ended.Input },
            { ExecutionSuspended: { } held } => entry with { Input = held.Input },
            { ExecutionResumed: { } resumed } => entry with { Input = resumed.Input },
            { ExecutionCompleted: { } completed } => entry with { Result = completed.FailureDetails?.ErrorMessage ?? completed.Result },
            { EventRaised: { } raised } => entry with { Name = raised.Name, Input = raised.Input },
            { TimerFired: { } fired } => entry with { TaskScheduledId = fired.TimerId },
            { TaskCompleted: { } done } => entry with { TaskScheduledId = done.TaskScheduledId, Result = done.Result },
            { TaskFailed: { } failed } => entry with { TaskScheduledId = failed.TaskScheduledId, Result = failed.FailureDetails.ErrorMessage },
            { SubOrchestrationInstanceCompleted: { } done } => entry with { TaskScheduledId = done.TaskScheduledId, Result = done.Result },
            { SubOrchestrationInstanceFailed: { } failed } =>
                entry with { TaskScheduledId = failed.TaskScheduledId, Result = failed.FailureDetails.ErrorMessage },
            { TaskScheduled: { } task } => entry with { Name = task.Name, Input = ActivityInput.Of(task.Input) },
            { TimerCreated: { } timer } => entry with { FireAt = timer.FireAt.ToDateTimeOffset() },
            { SubOrchestrationInstanceCreated: { } sub } => entry with { Name = sub.Name, Input = sub.Input },
            { EventSent: { } sent } => entry with { Name = sent.Name, Input = sent.Input },
            _ => entry,
        };
    }
}
