using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>An instance and what happened to it.</summary>
/// <param name="Metadata">What a client sees, inputs and outputs included.</param>
/// <param name="History">What happened, oldest first.</param>
public sealed record DurableInstance(OrchestrationMetadata Metadata, IReadOnlyList<DurableHistoryEntry> History);

/// <summary>One event of an instance's history.</summary>
/// <param name="EventType">What happened, such as <c>TaskScheduled</c> or <c>TimerFired</c>.</param>
/// <param name="EventId">The number of the call it makes; -1: it makes none.</param>
/// <param name="TaskScheduledId">The number of the call it answers; null: none.</param>
/// <param name="Timestamp">When it was recorded (UTC).</param>
/// <param name="Name">The function or event it concerns.</param>
/// <param name="FireAt">When a timer is due (UTC).</param>
/// <param name="Input">The input or event as JSON.</param>
/// <param name="Result">The result as JSON, or the message of the failure.</param>
public sealed record DurableHistoryEntry(
    string EventType,
    int EventId,
    int? TaskScheduledId,
    DateTimeOffset Timestamp,
    string? Name,
    DateTimeOffset? FireAt,
    string? Input,
    string? Result);
