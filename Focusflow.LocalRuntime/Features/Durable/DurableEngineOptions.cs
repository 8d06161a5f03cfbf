using Focusflow.LocalRuntime.Features.Durable.Dispatch;

namespace Focusflow.LocalRuntime.Features.Durable;

/// <summary>How the durable engine works.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>How many orchestrations run their code at the same time.</summary>
    public int MaxConcurrentOrchestrators { get; init; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>How many activities run at the same time.</summary>
    public int MaxConcurrentActivities { get; init; } = Math.Max(16, Environment.ProcessorCount * 10);

    /// <summary>How timers arrive; on time and once unless a test wants otherwise.</summary>
    public TimerDelivery Delivery { get; init; } = TimerDelivery.Exact;

    /// <summary>Where a test lets the engine die.</summary>
    internal CrashPoint? Crash { get; init; }
}
