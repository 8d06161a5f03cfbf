namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>Shows a history under the names that the real host uses.</summary>
internal static class HistoryListing
{
    /// <summary>All entries, oldest first; every turn begins with an <c>OrchestratorStarted</c>.</summary>
    public static IReadOnlyList<DurableHistoryEntry> Of(string name, string? input, string? output, IReadOnlyList<Turn> turns) =>
    [
        .. turns.SelectMany(turn => turn.In.Concat(turn.Out)
            .Select(happened => Entry(happened, new DateTimeOffset(turn.Time), name, input, output))
            .Prepend(new DurableHistoryEntry("OrchestratorStarted", -1, null, new DateTimeOffset(turn.Time), null, null, null, null))),
    ];

    private static DurableHistoryEntry Entry(HistoryEvent happened, DateTimeOffset at, string name, string? input, string? output) =>
        happened switch
        {
            ExecutionStarted => new("ExecutionStarted", -1, null, at, name, null, input, null),
            ExecutionTerminated ended => new("ExecutionTerminated", -1, null, at, null, null, ended.Output, null),
            ExecutionSuspended held => new("ExecutionSuspended", -1, null, at, null, null, held.Reason, null),
            ExecutionResumed resumed => new("ExecutionResumed", -1, null, at, null, null, resumed.Reason, null),
            ExecutionCompleted => new("ExecutionCompleted", -1, null, at, null, null, null, output),
            EventRaised raised => new("EventRaised", -1, null, at, raised.Name, null, raised.Input, null),
            TimerFired fired => new("TimerFired", -1, fired.Id, at, null, null, null, null),
            TaskCompleted done => new("TaskCompleted", -1, done.Id, at, null, null, null, done.Result),
            TaskFailed failed => new("TaskFailed", -1, failed.Id, at, null, null, null, failed.Failure.Message),
            SubOrchestrationCompleted done => new("SubOrchestrationInstanceCompleted", -1, done.Id, at, null, null, null, done.Result),
            SubOrchestrationFailed failed =>
                new("SubOrchestrationInstanceFailed", -1, failed.Id, at, null, null, null, failed.Failure.Message),
            TaskScheduled task => new("TaskScheduled", task.Id, null, at, task.Name, null, task.Input, null),
            TimerCreated timer => new("TimerCreated", timer.Id, null, at, null, new DateTimeOffset(timer.FireAt), null, null),
            SubOrchestrationCreated sub => new("SubOrchestrationInstanceCreated", sub.Id, null, at, sub.Name, null, sub.Input, null),
            EventSent sent => new("EventSent", sent.Id, null, at, sent.Name, null, sent.Input, null),
            _ => throw new InvalidOperationException($"There is no name for {happened.GetType()}."),
        };
}
