namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Does things again after a second that failed for a reason outside, such as a full disk.</summary>
internal sealed class LaterRetries(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly HashSet<ITimer> timers = [];
    private bool stopped;

    /// <summary>Does something in a second.</summary>
    public void Add(Action again)
    {
        lock (gate)
        {
            if (stopped)
                return;
            ITimer? timer = null;
            timer = clock.CreateTimer(_ => Run(timer!, again), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timers.Add(timer);
            timer.Change(Wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            foreach (var timer in timers)
                timer.Dispose();
            timers.Clear();
        }
    }

    private void Run(ITimer timer, Action again)
    {
        lock (gate)
        {
            if (!timers.Remove(timer))
                return;
        }

        timer.Dispose();
        again();
    }
}
