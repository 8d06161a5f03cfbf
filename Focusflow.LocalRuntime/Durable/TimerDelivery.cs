namespace Focusflow.LocalRuntime.Durable;

/// <summary>How timers arrive. The real backend delivers early, late and sometimes twice; code must stand that.</summary>
/// <param name="Early">A timer comes at most so much before its time.</param>
/// <param name="Late">A timer comes at most so much after its time.</param>
/// <param name="Duplicates">The share of timers that come a second time, 0 to 1.</param>
/// <param name="Seed">Decides which timer comes how; the same seed gives the same deliveries.</param>
public sealed record TimerDelivery(TimeSpan Early, TimeSpan Late, double Duplicates, int Seed)
{
    /// <summary>On time, once.</summary>
    public static TimerDelivery Exact { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 0, 0);

    /// <summary>As the Azure Storage backend was seen to do: up to a second early, some seconds late, now and then twice.</summary>
    public static TimerDelivery AsAzureStorage(int seed) => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 0.2, seed);
}
