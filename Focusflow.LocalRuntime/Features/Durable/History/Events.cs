using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>Makes the events that the runner is told, in its own form. All times are UTC ticks.</summary>
internal static class Events
{
    // What an event answers or brings is in the event; only calls have a number of their own.
    private const int NoCall = -1;

    /// <summary>A turn begins; what its code sees as the current time.</summary>
    public static P.HistoryEvent TurnStarted(long at) => At(at, new() { OrchestratorStarted = new() });

    /// <summary>An instance begins, or begins anew.</summary>
    public static P.HistoryEvent Started(P.ExecutionStartedEvent started, long at) => At(at, new() { ExecutionStarted = started });

    /// <summary>An instance is to begin; the rest is in its row until it does.</summary>
    public static P.HistoryEvent ToStart(long at) => At(at, new() { ExecutionStarted = new() });

    /// <summary>An instance was ended from outside.</summary>
    public static P.HistoryEvent Terminated(string? output, bool recursive, long at) =>
        At(at, new() { ExecutionTerminated = new() { Input = output, Recurse = recursive } });

    /// <summary>An instance is held.</summary>
    public static P.HistoryEvent Suspended(string? reason, long at) => At(at, new() { ExecutionSuspended = new() { Input = reason } });

    /// <summary>An instance goes on.</summary>
    public static P.HistoryEvent Resumed(string? reason, long at) => At(at, new() { ExecutionResumed = new() { Input = reason } });

    /// <summary>An external event came in.</summary>
    public static P.HistoryEvent Raised(string name, string? input, long at) =>
        At(at, new() { EventRaised = new() { Name = name, Input = input } });

    /// <summary>A timer fired.</summary>
    public static P.HistoryEvent TimerFired(int timer, long at) =>
        At(at, new() { TimerFired = new() { TimerId = timer, FireAt = Time(at) } });

    /// <summary>An activity gave its result.</summary>
    public static P.HistoryEvent TaskCompleted(int call, string? result, long at) =>
        At(at, new() { TaskCompleted = new() { TaskScheduledId = call, Result = result } });

    /// <summary>An activity failed.</summary>
    public static P.HistoryEvent TaskFailed(int call, P.TaskFailureDetails failure, long at) =>
        At(at, new() { TaskFailed = new() { TaskScheduledId = call, FailureDetails = failure } });

    /// <summary>A sub-orchestration gave its result.</summary>
    public static P.HistoryEvent SubCompleted(int call, string? result, long at) =>
        At(at, new() { SubOrchestrationInstanceCompleted = new() { TaskScheduledId = call, Result = result } });

    /// <summary>A sub-orchestration failed or was terminated.</summary>
    public static P.HistoryEvent SubFailed(int call, P.TaskFailureDetails failure, long at) =>
        At(at, new() { SubOrchestrationInstanceFailed = new() { TaskScheduledId = call, FailureDetails = failure } });

    /// <summary>What an action of the code is in the history; a replay must come to it again.</summary>
    public static P.HistoryEvent Of(P.OrchestratorAction action, long at) => At(at, action switch
    {
        { ScheduleTask: { } task } => new()
        {
            EventId = action.Id,
            TaskScheduled = new() { Name = task.Name, Version = task.Version, Input = task.Input },
        },
        { CreateTimer: { } timer } => new() { EventId = action.Id, TimerCreated = new() { FireAt = timer.FireAt } },
        { CreateSubOrchestration: { } sub } => new()
        {
            EventId = action.Id,
            SubOrchestrationInstanceCreated = new() { InstanceId = sub.InstanceId, Name = sub.Name, Version = sub.Version, Input = sub.Input },
        },
        { SendEvent: { } sent } => new()
        {
            EventId = action.Id,
            EventSent = new() { InstanceId = sent.Instance.InstanceId, Name = sent.Name, Input = sent.Data },
        },
        { CompleteOrchestration: { } end } => new()
        {
            ExecutionCompleted = new()
            {
                OrchestrationStatus = end.OrchestrationStatus,
                Result = end.Result,
                FailureDetails = end.FailureDetails,
            },
        },
        _ => throw new NotSupportedException($"The local runtime does not serve what an orchestrator asked for ({action.OrchestratorActionTypeCase})."),
    });

    /// <summary>An instant in the runner's form.</summary>
    public static Timestamp Time(long ticks) => Timestamp.FromDateTime(new DateTime(ticks, DateTimeKind.Utc));

    private static P.HistoryEvent At(long at, P.HistoryEvent made)
    {
        made.Timestamp = Time(at);
        if (!IsCall(made))
            made.EventId = NoCall;
        return made;
    }

    private static bool IsCall(P.HistoryEvent made) => made.EventTypeCase
        is P.HistoryEvent.EventTypeOneofCase.TaskScheduled
        or P.HistoryEvent.EventTypeOneofCase.TimerCreated
        or P.HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated
        or P.HistoryEvent.EventTypeOneofCase.EventSent;
}
