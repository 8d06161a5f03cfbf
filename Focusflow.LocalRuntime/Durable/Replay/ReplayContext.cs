using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>What an orchestrator is given: every call is answered from the history, or recorded to be done.</summary>
internal sealed class ReplayContext(InstanceRow instance, OrchestratorThread thread, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private readonly Retries retries = new(loggers);
    private DateTime now;
    private bool replaying = true;
    private int guids;

    /// <inheritdoc/>
    public override TaskName Name => instance.Name;

    /// <inheritdoc/>
    public override string InstanceId => instance.Id;

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent { get; } =
        instance.Parent is { } parent ? new(parent.Name, parent.Id) : null;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => now;

    /// <inheritdoc/>
    public override bool IsReplaying => replaying;

    /// <summary>What the code has asked for.</summary>
    public OpenCalls Calls { get; } = new();

    /// <summary>The events that came and the code that waits for some.</summary>
    public ExternalEvents Events { get; } = new();

    /// <summary>What clients are to see as the custom status; stays from the run before until it is set anew.</summary>
    public string? CustomStatus { get; private set; } = instance.CustomStatus;

    /// <summary>How to start anew once the code has ended; null: not.</summary>
    public NewStart? Next { get; private set; }

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory => loggers;

    /// <summary>Begins a turn, one of the history or a new one.</summary>
    public void BeginTurn(DateTime time, bool isReplay)
    {
        now = time;
        replaying = isReplay;
        Calls.BeginTurn();
    }

    /// <inheritdoc/>
    public override T? GetInput<T>()
        where T : default => DurableData.Converter.Deserialize<T>(instance.Input);

    /// <inheritdoc/>
    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Check(input, options);
        var json = DurableData.Converter.Serialize(input);
        return Result<TResult>(await retries.RunAsync(
            this, name.Name, options?.Retry, () => Calls.Ask(id => new TaskScheduled(id, name.Name, json))));
    }

    /// <inheritdoc/>
    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        Check(input, options);
        var json = DurableData.Converter.Serialize(input);
        var child = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return Result<TResult>(await retries.RunAsync(
            this,
            orchestratorName.Name,
            options?.Retry,
            () => Calls.Ask(id => new SubOrchestrationCreated(id, orchestratorName.Name, child, json))));
    }

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        CheckThread();
        return Calls.AskTimer(fireAt.ToUniversalTime(), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        CheckThread();
        return Events.Wait<T>(eventName, cancellationToken)!;
    }

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        CheckThread();
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        var json = DurableData.Converter.Serialize(payload);
        Calls.Tell(id => new EventSent(id, instanceId, eventName, json));
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus)
    {
        CheckThread();
        CustomStatus = DurableData.Converter.Serialize(customStatus);
    }

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        CheckThread();
        Next = new NewStart(DurableData.Converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    /// <inheritdoc/>
    public override Guid NewGuid()
    {
        CheckThread();
        return DeterministicGuid.Create(instance.Id, instance.Execution, guids++);
    }

    private static TResult Result<TResult>(string? json) => DurableData.Converter.Deserialize<TResult>(json)!;

    private void Check(object? input, TaskOptions? options)
    {
        CheckThread();
        if (input is TaskOptions && options is null)
            throw new ArgumentException("TaskOptions were given as the input; name the parameter to give them as options.", nameof(input));
    }

    private void CheckThread()
    {
        if (!thread.IsCurrent)
            throw new InvalidOperationException(OrchestratorErrors.NotDurable);
    }
}

/// <summary>How an orchestration starts anew.</summary>
/// <param name="Input">The new input, as JSON.</param>
/// <param name="KeepEvents">Whether events that were not taken go along.</param>
internal sealed record NewStart(string? Input, bool KeepEvents);
