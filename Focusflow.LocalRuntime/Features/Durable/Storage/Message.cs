using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Something an instance is to be told.</summary>
/// <param name="At">When it came up (UTC ticks).</param>
/// <param name="Event">What.</param>
/// <param name="Key">Its row among those of the instance; null: it has none.</param>
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

/// <summary>A row of the timers.</summary>
internal sealed record TimerKey(int Task, int Copy) : MessageKey;
