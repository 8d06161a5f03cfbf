namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>One run of an activity.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="InputJson">The input as JSON; null: none.</param>
/// <param name="Cancellation">Fires when the engine stops.</param>
public sealed record ActivityInvocation(string InstanceId, string Name, string? InputJson, CancellationToken Cancellation);
