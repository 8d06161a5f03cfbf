namespace Focusflow.LocalRuntime.Durable;

/// <summary>An orchestration of this id exists in a status in which the id cannot be used again.</summary>
/// <remarks>The real host throws a type of this name that is no part of the client packages; catch it by name.</remarks>
public sealed class OrchestrationAlreadyExistsException(string message) : InvalidOperationException(message);
