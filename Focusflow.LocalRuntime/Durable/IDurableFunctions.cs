using Microsoft.DurableTask;

namespace Focusflow.LocalRuntime.Durable;

/// <summary>The app's orchestrators and activities, found by name (any case).</summary>
public interface IDurableFunctions
{
    /// <summary>The orchestrator of a name, which gives its result; null: the app has none.</summary>
    /// <remarks>
    /// It is run anew for every turn, on the calling thread, and mostly left in the middle: whoever wraps it may await
    /// nothing but it, must not use <c>ConfigureAwait(false)</c>, and must free nothing after it that matters.
    /// </remarks>
    Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(string name);

    /// <summary>The activity of a name, which gives its result; null: the app has none.</summary>
    Func<ActivityInvocation, Task<object?>>? FindActivity(string name);
}

/// <summary>One run of an activity.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="InputJson">The input as JSON; null: none.</param>
/// <param name="Cancellation">Fires when the engine stops.</param>
public sealed record ActivityInvocation(string InstanceId, string Name, string? InputJson, CancellationToken Cancellation);
