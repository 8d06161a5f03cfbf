using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>The app's orchestrators and activities, found by name (any case).</summary>
public interface IDurableFunctions
{
    /// <summary>Runs a turn of an orchestrator, with the app's middleware around it.</summary>
    /// <param name="orchestrator">The orchestrator's name.</param>
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="turn">
    /// Runs the turn, on the calling thread and once, when it is given the orchestrator's code. The code is run from its
    /// beginning in every turn and mostly left in the middle: whoever wraps it may await nothing but it, must not use
    /// <c>ConfigureAwait(false)</c>, and must free nothing after it that matters. Around the turn none of this holds.
    /// </param>
    /// <param name="cancellation">Fires when the engine stops; a turn that ends by it is run again at the next start.</param>
    /// <returns>False: the app has no such orchestrator.</returns>
    Task<bool> RunTurnAsync(
        string orchestrator,
        string instanceId,
        Action<Func<TaskOrchestrationContext, Task<object?>>> turn,
        CancellationToken cancellation);

    /// <summary>The activity of a name, which gives its result; null: the app has none.</summary>
    Func<ActivityInvocation, Task<object?>>? FindActivity(string name);
}
