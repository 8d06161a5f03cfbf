using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable.Turns;

/// <summary>An orchestrator's code as the runner runs it, once for each turn.</summary>
internal sealed class OrchestratorCode(Func<TaskOrchestrationContext, Task<object?>> code, string? input, ILoggerFactory loggers) : ITaskOrchestrator
{
    private OrchestratorContext? context;
    private Task<object?>? run;

    /// <inheritdoc/>
    public Type InputType => typeof(object);

    /// <inheritdoc/>
    public Type OutputType => typeof(object);

    /// <summary>Whether the code waits for something that no event will ever bring.</summary>
    public bool IsStuck => run is { IsCompleted: false } && !context!.IsAwaiting;

    /// <inheritdoc/>
    public async Task<object?> RunAsync(TaskOrchestrationContext inner, object? read)
    {
        context = new OrchestratorContext(inner, input, loggers);
        run = code(context);
        var result = await run;
        context.CheckThread();
        return result;
    }

    /// <summary>The turn is over.</summary>
    public void Close() => context?.Close();
}
