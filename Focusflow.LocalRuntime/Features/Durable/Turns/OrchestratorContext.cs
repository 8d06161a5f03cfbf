using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable.Turns;

/// <summary>
/// What an orchestrator is given: the runner's context, which may be used on the thread of the turn only. Microsoft's
/// worker extension puts the like around it; without it, code that has awaited something else would go on elsewhere and
/// what it asks for would be lost in silence.
/// </summary>
/// <param name="inner">The runner's context.</param>
/// <param name="input">The input as JSON; null: none.</param>
/// <param name="loggers">What the code logs to.</param>
internal sealed class OrchestratorContext(TaskOrchestrationContext inner, string? input, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly List<Task> awaited = [];
    private volatile bool over;

    /// <inheritdoc/>
    public override TaskName Name => inner.Name;

    /// <inheritdoc/>
    public override string InstanceId => inner.InstanceId;

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent => inner.Parent;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    /// <inheritdoc/>
    public override bool IsReplaying => inner.IsReplaying;

    /// <inheritdoc/>
    public override string Version => inner.Version;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    /// <inheritdoc/>
    public override TaskOrchestrationEntityFeature Entities => inner.Entities;

    /// <summary>Whether anything that the code asked for is still to come.</summary>
    public bool IsAwaiting => awaited.Exists(task => !task.IsCompleted);

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory => loggers;

    /// <summary>The turn is over: from now on nothing may be asked for.</summary>
    public void Close() => over = true;

    /// <summary>Throws outside the turn and its thread.</summary>
    public void CheckThread()
    {
        if (over || Environment.CurrentManagedThreadId != thread)
            throw new InvalidOperationException(TurnErrors.NotDurable);
    }

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default => input is null ? default : DurableData.Converter.Deserialize<T>(input);

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Awaited(runner => runner.CallActivityAsync<TResult>(name, input, options));

    /// <inheritdoc/>
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Awaited(runner => runner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options));

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        Awaited(runner => runner.CreateTimer(fireAt, cancellationToken));

    /// <inheritdoc/>
    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        Awaited(runner => runner.WaitForExternalEvent<T>(eventName, cancellationToken));

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload) => Runner().SendEvent(instanceId, eventName, payload);

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus) => Runner().SetCustomStatus(customStatus);

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Runner().ContinueAsNew(newInput, preserveUnprocessedEvents);

    /// <inheritdoc/>
    public override void ContinueAsNew(ContinueAsNewOptions options) => Runner().ContinueAsNew(options);

    /// <inheritdoc/>
    public override Guid NewGuid() => Runner().NewGuid();

    private TaskOrchestrationContext Runner()
    {
        CheckThread();
        return inner;
    }

    private T Awaited<T>(Func<TaskOrchestrationContext, T> ask)
        where T : Task
    {
        var task = ask(Runner());
        awaited.Add(task);
        return task;
    }
}
