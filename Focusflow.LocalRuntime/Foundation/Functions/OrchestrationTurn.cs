using Microsoft.DurableTask;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// One turn of an orchestrator, as what starts the function. Middleware goes around a turn, as on the real host; the code is run
/// within it, from its beginning and mostly not to its end.
/// </summary>
/// <param name="Run">Runs the turn when it is given the orchestrator's code; on the calling thread, once.</param>
internal sealed record OrchestrationTurn(Action<Func<TaskOrchestrationContext, Task<object?>>> Run);
