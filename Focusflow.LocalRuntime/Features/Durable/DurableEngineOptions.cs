using Focusflow.LocalRuntime.Features.Durable.Dispatch;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>How the durable engine works.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>How many orchestrations run their code at the same time, or wait for it to be stored.</summary>
    /// <remarks>
    /// Not by the number of cores: most of the time they wait for the disk, and the more wait, the more share one fsync. Nor more
    /// than that takes: what waits holds its history, which every garbage collection meanwhile has to copy.
    /// </remarks>
    public int MaxConcurrentOrchestrators { get; init; } = 128;

    /// <summary>How many activities run at the same time, most of them waiting for what they store, or for somebody far away.</summary>
    public int MaxConcurrentActivities { get; init; } = 512;

    /// <summary>How timers arrive; on time and once unless a test wants otherwise.</summary>
    public TimerDelivery Delivery { get; init; } = TimerDelivery.Exact;

    /// <summary>Where a test lets the engine die.</summary>
    internal CrashPoint? Crash { get; init; }
}
