namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>Something the code asked for, numbered in the order of asking.</summary>
internal abstract record Call(int Id) : HistoryEvent
{
    /// <summary>Whether a replay that asks for <paramref name="other"/> here does the same as before.</summary>
    /// <remarks>Due times and inputs may differ: a changed delay is no reason to fail what runs (the real backend agrees).</remarks>
    public abstract bool IsSameAs(Call other);
}

/// <summary>An activity.</summary>
internal sealed record TaskScheduled(int Id, string Name, string? Input) : Call(Id)
{
    /// <inheritdoc/>
    public override bool IsSameAs(Call other) =>
        other is TaskScheduled task && task.Id == Id && string.Equals(task.Name, Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"TaskScheduled #{Id} '{Name}'";
}

/// <summary>A timer.</summary>
internal sealed record TimerCreated(int Id, DateTime FireAt) : Call(Id)
{
    /// <inheritdoc/>
    public override bool IsSameAs(Call other) => other is TimerCreated timer && timer.Id == Id;

    /// <inheritdoc/>
    public override string ToString() => $"TimerCreated #{Id}";
}

/// <summary>A sub-orchestration.</summary>
internal sealed record SubOrchestrationCreated(int Id, string Name, string InstanceId, string? Input) : Call(Id)
{
    /// <inheritdoc/>
    public override bool IsSameAs(Call other) =>
        other is SubOrchestrationCreated sub && sub.Id == Id && string.Equals(sub.Name, Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"SubOrchestrationInstanceCreated #{Id} '{Name}'";
}

/// <summary>An event to another instance; nothing answers it.</summary>
internal sealed record EventSent(int Id, string InstanceId, string Name, string? Input) : Call(Id)
{
    /// <inheritdoc/>
    public override bool IsSameAs(Call other) =>
        other is EventSent sent && sent.Id == Id && string.Equals(sent.Name, Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"EventSent #{Id} '{Name}'";
}
