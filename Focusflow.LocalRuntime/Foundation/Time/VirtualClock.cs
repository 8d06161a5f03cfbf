namespace Focusflow.LocalRuntime.Foundation.Time;

/// <summary>
/// A clock that stands still until it is moved. Moving it stops at every timer on the way, in order of time, fires it
/// and waits until the work it caused is quiet before time goes on.
/// </summary>
/// <param name="start">The time it starts at.</param>
/// <param name="work">Knows when the work that a timer caused is done.</param>
public sealed class VirtualClock(DateTimeOffset start, WorkTracker work) : TimeProvider, IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim moving = new(1, 1);
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> due = new();
    private DateTimeOffset now = start.ToUniversalTime();
    private long order;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward by a length of time; ends when all that fell due is done.</summary>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellation = default) => AdvanceToAsync(GetUtcNow() + by, cancellation);

    /// <summary>Moves the clock forward to an instant; ends when all that fell due is done. Throws when it lies in the past.</summary>
    public async Task AdvanceToAsync(DateTimeOffset target, CancellationToken cancellation = default)
    {
        await moving.WaitAsync(cancellation);
        try
        {
            if (target < GetUtcNow())
                throw new ArgumentOutOfRangeException(nameof(target), "Time only moves forward.");

            await work.WhenQuiet().WaitAsync(cancellation);
            while (TakeNext(target) is { } timer)
            {
                timer.Fire();
                await work.WhenQuiet().WaitAsync(cancellation);
            }
        }
        finally
        {
            moving.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => moving.Dispose();

    /// <summary>Moves to the next timer up to the target and takes it, or moves to the target.</summary>
    private VirtualTimer? TakeNext(DateTimeOffset target)
    {
        lock (gate)
        {
            while (due.TryPeek(out var timer, out var key) && key.Due <= target)
            {
                due.Dequeue();
                if (timer.Order != key.Order)
                    continue; // changed or disposed since
                if (key.Due > now)
                    now = key.Due;
                timer.Taken();
                return timer;
            }

            now = target.ToUniversalTime();
            return null;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public long Order { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    Order = -1;
                else if (dueTime > TimeSpan.Zero)
                    Schedule(dueTime);
                else
                    Order = -1;
            }

            // Due at once: time need not move for it.
            if (dueTime == TimeSpan.Zero)
                ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        /// <summary>Called under the clock's lock when its time has come.</summary>
        public void Taken()
        {
            if (period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero)
                Order = -1;
            else
                Schedule(period);
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(TimeSpan after)
        {
            Order = ++clock.order;
            clock.due.Enqueue(this, (clock.now + after, Order));
        }
    }
}
