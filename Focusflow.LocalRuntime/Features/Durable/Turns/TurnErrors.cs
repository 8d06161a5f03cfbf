namespace Focusflow.LocalRuntime.Features.Durable.Turns;

/// <summary>What code can do wrong, said so that its author can put it right.</summary>
internal static class TurnErrors
{
    /// <summary>The code left the orchestrator's thread or waits for something that will not come.</summary>
    public const string NotDurable =
        "The orchestrator awaits something that its context did not make (such as Task.Delay, Task.Run, an HTTP call, or "
        + "anything with ConfigureAwait(false)). Orchestrator code may await only timers, activities, sub-orchestrations and "
        + "events of its TaskOrchestrationContext; everything else belongs in an activity.";

    /// <summary>A middleware ended the turn by itself.</summary>
    public const string NotRun = "The orchestrator's code was not run; does a middleware not call next?";

    /// <summary>There is no orchestrator of this name.</summary>
    public static string NoOrchestrator(string name) =>
        $"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function.";

    /// <summary>There is no activity of this name.</summary>
    public static string NoActivity(string name) =>
        $"The function '{name}' doesn't exist, is disabled, or is not an activity function.";
}
