using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Durable;

/// <summary>An orchestration of this id exists in a status in which the id cannot be used again.</summary>
/// <remarks>The real host throws a type of this name that is no part of the client packages; catch it by name.</remarks>
public sealed class OrchestrationAlreadyExistsException(string message) : InvalidOperationException(message)
{
    internal static OrchestrationAlreadyExistsException Of(string instanceId, OrchestrationRuntimeStatus? status) =>
        new($"An orchestration with the id '{instanceId}' and the status {status} already exists.");
}
