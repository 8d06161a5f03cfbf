namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>The answer to a call.</summary>
internal abstract record Answer(int Id) : HistoryEvent
{
    /// <summary>Whether it can answer this call.</summary>
    public abstract bool Answers(Call call);
}

/// <summary>A timer fired.</summary>
internal sealed record TimerFired(int Id) : Answer(Id)
{
    /// <inheritdoc/>
    public override bool Answers(Call call) => call is TimerCreated;

    /// <inheritdoc/>
    public override string ToString() => $"TimerFired #{Id}";
}

/// <summary>An activity gave its result.</summary>
internal sealed record TaskCompleted(int Id, string? Result) : Answer(Id)
{
    /// <inheritdoc/>
    public override bool Answers(Call call) => call is TaskScheduled;

    /// <inheritdoc/>
    public override string ToString() => $"TaskCompleted #{Id}";
}

/// <summary>An activity failed.</summary>
internal sealed record TaskFailed(int Id, Failure Failure) : Answer(Id)
{
    /// <inheritdoc/>
    public override bool Answers(Call call) => call is TaskScheduled;

    /// <inheritdoc/>
    public override string ToString() => $"TaskFailed #{Id}";
}

/// <summary>A sub-orchestration gave its result.</summary>
internal sealed record SubOrchestrationCompleted(int Id, string? Result) : Answer(Id)
{
    /// <inheritdoc/>
    public override bool Answers(Call call) => call is SubOrchestrationCreated;

    /// <inheritdoc/>
    public override string ToString() => $"SubOrchestrationInstanceCompleted #{Id}";
}

/// <summary>A sub-orchestration failed or was terminated.</summary>
internal sealed record SubOrchestrationFailed(int Id, Failure Failure) : Answer(Id)
{
    /// <inheritdoc/>
    public override bool Answers(Call call) => call is SubOrchestrationCreated;

    /// <inheritdoc/>
    public override string ToString() => $"SubOrchestrationInstanceFailed #{Id}";
}
