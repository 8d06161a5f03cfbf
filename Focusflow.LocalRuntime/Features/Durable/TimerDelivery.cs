namespace Focusflow.LocalRuntime.Features.Durable;

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

    /// <summary>When a timer is delivered (UTC ticks), never before it is set.</summary>
    internal IEnumerable<long> Deliveries(string instance, int turn, int timer, long fireAt, long now)
    {
        if (this == Exact)
            return [fireAt];
        var random = new Random(Mix(Seed, instance, turn, timer));
        long[] first = [Shifted(random, fireAt, now)];
        return random.NextDouble() < Duplicates ? [.. first, Shifted(random, fireAt, now)] : first;
    }

    private static int Mix(int seed, string instance, int turn, int task)
    {
        // Not HashCode: that one differs from process to process.
        var mixed = (uint)seed;
        foreach (var letter in instance)
            mixed = (mixed ^ letter) * 16777619;
        return (int)((mixed ^ (uint)turn) * 16777619 ^ (uint)task);
    }

    private long Shifted(Random random, long fireAt, long now)
    {
        var share = random.NextDouble();
        var shift = random.Next(3) switch
        {
            0 => -Early * share,
            1 => Late * share,
            _ => TimeSpan.Zero,
        };
        return Math.Max(now, fireAt + shift.Ticks);
    }
}
