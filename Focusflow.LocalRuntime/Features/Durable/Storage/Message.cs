using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Something an instance is to be told.</summary>
/// <param name="At">When it came up (UTC ticks).</param>
/// <param name="Event">What.</param>
/// <param name="Key">Where it is kept; null: nowhere.</param>
internal sealed record Message(long At, P.HistoryEvent Event, MessageKey? Key)
{
    /// <summary>Whether it starts the instance.</summary>
    public bool Starts => Event.ExecutionStarted is not null;

    /// <summary>Whether it ends the instance.</summary>
    public bool Terminates => Event.ExecutionTerminated is not null;

    /// <summary>Whether it lets a suspended instance go on.</summary>
    public bool Resumes => Event.ExecutionResumed is not null;
}

/// <summary>Where a message is kept.</summary>
internal abstract record MessageKey;

/// <summary>A row of the inbox.</summary>
internal sealed record InboxKey(long Seq) : MessageKey;

/// <summary>A row of the activities: one that has answered just now.</summary>
internal sealed record ActivityKey(ActivityRow Row) : MessageKey;

/// <summary>A timer of the instance.</summary>
/// <param name="Due">When it is delivered (UTC ticks).</param>
/// <param name="Task">The number of the call; -1: the start of the instance.</param>
/// <param name="Copy">1: it is delivered a second time.</param>
internal sealed record TimerKey(long Due, int Task, int Copy) : MessageKey, IComparable<TimerKey>
{
    /// <inheritdoc/>
    public int CompareTo(TimerKey? other) => other is null ? 1 : (Due, Task, Copy).CompareTo((other.Due, other.Task, other.Copy));
}
