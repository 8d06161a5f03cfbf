using Focusflow.LocalRuntime.Durable.History;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>Something an instance is to be told.</summary>
/// <param name="At">When it came up (UTC ticks).</param>
/// <param name="Event">What.</param>
/// <param name="Key">Its row among those of the instance; null: it has none.</param>
internal sealed record Message(long At, HistoryEvent Event, MessageKey? Key);

/// <summary>Where a message is kept.</summary>
internal abstract record MessageKey;

/// <summary>A row of the inbox.</summary>
internal sealed record InboxKey(long Seq) : MessageKey;

/// <summary>A row of the timers.</summary>
internal sealed record TimerKey(int Task, int Copy) : MessageKey;
