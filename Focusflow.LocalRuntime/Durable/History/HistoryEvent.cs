using System.Text.Json.Serialization;

namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>Something that happened to an instance or that its code did; what a replay is made from.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(ExecutionTerminated), "terminated")]
[JsonDerivedType(typeof(ExecutionSuspended), "suspended")]
[JsonDerivedType(typeof(ExecutionResumed), "resumed")]
[JsonDerivedType(typeof(ExecutionCompleted), "completed")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(TimerFired), "timer")]
[JsonDerivedType(typeof(TaskCompleted), "result")]
[JsonDerivedType(typeof(TaskFailed), "failure")]
[JsonDerivedType(typeof(SubOrchestrationCompleted), "sub-result")]
[JsonDerivedType(typeof(SubOrchestrationFailed), "sub-failure")]
[JsonDerivedType(typeof(TaskScheduled), "call-activity")]
[JsonDerivedType(typeof(TimerCreated), "call-timer")]
[JsonDerivedType(typeof(SubOrchestrationCreated), "call-sub")]
[JsonDerivedType(typeof(EventSent), "call-event")]
internal abstract record HistoryEvent;

/// <summary>The instance starts; its input is in the instance's row.</summary>
internal sealed record ExecutionStarted : HistoryEvent;

/// <summary>It was ended from outside.</summary>
internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>It is held.</summary>
internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

/// <summary>It goes on.</summary>
internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

/// <summary>It ended; how, is in the instance's row.</summary>
internal sealed record ExecutionCompleted : HistoryEvent;

/// <summary>An external event came in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">What it carries, as JSON.</param>
/// <param name="At">When it was sent (UTC ticks); keeps the order when it is carried over to a new start.</param>
internal sealed record EventRaised(string Name, string? Input, long At) : HistoryEvent;
