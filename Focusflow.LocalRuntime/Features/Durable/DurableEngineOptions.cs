using Focusflow.LocalRuntime.Features.Durable.Dispatch;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>How the durable engine works.</summary>
public sealed record DurableEngineOptions
{
    // Not by the number of cores: most of the time they wait for the disk, and the more wait, the more share one fsync.
    private const int AtOnce = 512;

    /// <summary>How many orchestrations run their code at the same time, or wait for it to be stored.</summary>
    public int MaxConcurrentOrchestrators { get; init; } = AtOnce;

    /// <summary>How many activities run at the same time, most of them waiting for what they store.</summary>
    public int MaxConcurrentActivities { get; init; } = AtOnce;

    /// <summary>How timers arrive; on time and once unless a test wants otherwise.</summary>
    public TimerDelivery Delivery { get; init; } = TimerDelivery.Exact;

    /// <summary>Where a test lets the engine die.</summary>
    internal CrashPoint? Crash { get; init; }
}
