using System.Collections.Concurrent;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Limits a rate per key by the generic cell rate algorithm: the whole minute's allowance may be used at once, after that
/// it comes back evenly. It keeps one number per key, which means nothing any more once it lies in the past, so idle keys
/// can be dropped at any time. It measures real time, also when the domain's clock is a virtual one that stands still.
/// </summary>
/// <param name="perMinute">The requests a minute.</param>
/// <param name="clock">Measures time.</param>
internal sealed class RequestRate<TKey>(int perMinute, TimeProvider clock)
    where TKey : notnull
{
    private const int Capacity = 100_000;

    private readonly long burst = clock.TimestampFrequency * 60;
    private readonly long interval = clock.TimestampFrequency * 60 / perMinute;
    private readonly ConcurrentDictionary<TKey, Cell> cells = new();
    private int added;

    /// <summary>Takes one request of the allowance; null, or how long to wait when it is used up.</summary>
    public TimeSpan? Take(TKey key)
    {
        var now = clock.GetTimestamp();
        if (!cells.TryGetValue(key, out var cell))
            cell = Add(key, now);

        for (var before = Volatile.Read(ref cell.FreeAt); ;)
        {
            var next = Math.Max(before, now) + interval;
            if (next - now > burst)
                return clock.GetElapsedTime(now, next - burst);
            var seen = Interlocked.CompareExchange(ref cell.FreeAt, next, before);
            if (seen == before)
                return null;
            before = seen;
        }
    }

    private Cell Add(TKey key, long now)
    {
        if (Interlocked.Increment(ref added) % Capacity == 0)
        {
            foreach (var (idle, cell) in cells)
            {
                if (Volatile.Read(ref cell.FreeAt) <= now)
                    cells.TryRemove(idle, out _);
            }

            // So many keys in use within a minute is an attack from everywhere; memory matters more than counting it.
            if (cells.Count > Capacity)
                cells.Clear();
        }

        return cells.GetOrAdd(key, static _ => new Cell());
    }

    private sealed class Cell
    {
        /// <summary>When the allowance would be whole again.</summary>
        public long FreeAt;
    }
}
