using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>
/// Wakes instances when their timers are due. Only the time of the next one is kept in memory; the timers themselves
/// stay with their instances, however many there are.
/// </summary>
internal sealed class TimerPump : IDisposable
{
    private const int PageSize = 500;

    // The longest wait that a system timer takes is some 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    // System timers count whole milliseconds; less would come early and be waited for again.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly EngineParts parts;
    private readonly WorkTracker work;
    private readonly TurnDispatcher turns;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private long armedFor = long.MaxValue;
    private long scannedTo = long.MinValue;
    private Task scan = Task.CompletedTask;
    private bool scanning;
    private bool again;
    private bool stopped;

    public TimerPump(EngineParts parts, WorkTracker work, TurnDispatcher turns)
    {
        this.parts = parts;
        this.work = work;
        this.turns = turns;
        logger = parts.Loggers.CreateLogger(DurableEngine.LogCategory);
        timer = parts.Clock.CreateTimer(_ => Scan(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer was committed.</summary>
    public void Announce(long due, string instance)
    {
        lock (gate)
        {
            if (due > scannedTo)
            {
                if (due < armedFor)
                    Arm(due);
                return;
            }
        }

        turns.Wake(instance);
    }

    /// <summary>Looks for what is due; the first time for all that fell due while nothing ran.</summary>
    public void Scan()
    {
        lock (gate)
        {
            again = true;
            if (stopped || scanning)
                return;
            scanning = true;
            work.Begin();
            scan = Task.Run(ScanAsync);
        }
    }

    /// <summary>Wakes nobody any more.</summary>
    public Task StopAsync()
    {
        lock (gate)
        {
            stopped = true;
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return scan;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private async Task ScanAsync()
    {
        var from = long.MinValue;
        try
        {
            do
            {
                from = Begin();
                await WakeDueAsync(from, scannedTo);
            }
            while (!Finish(parts.Database.Read(session => InstanceTable.NextDue(session, scannedTo))));
        }
        catch (Exception error)
        {
            logger.LogError(error, "The timers that are due could not be read; it is tried again.");
            lock (gate)
            {
                scanning = false;
                scannedTo = from;
            }

            parts.Later.Add(Scan);
        }
        finally
        {
            work.End();
        }
    }

    /// <summary>Sets how far this scan goes, before it reads: a timer committed meanwhile is then woken by its announcement.</summary>
    private long Begin()
    {
        lock (gate)
        {
            var from = scannedTo;
            scannedTo = Math.Max(scannedTo, parts.Clock.GetUtcNow().UtcTicks);
            armedFor = long.MaxValue;
            again = false;
            return from;
        }
    }

    private async Task WakeDueAsync(long from, long to)
    {
        var last = DueInstance.LastOf(from);
        List<DueInstance> page;
        do
        {
            page = parts.Database.Read(session => InstanceTable.ReadDue(session, last, to, PageSize));
            foreach (var due in page)
                turns.Wake(due.Id);
            if (page.Count == 0)
                return;
            last = page[^1];
            await turns.WhenShort(PageSize);
        }
        while (page.Count == PageSize && !stopped);
    }

    /// <summary>Waits for the next timer, unless the next scan begins at once.</summary>
    private bool Finish(long? next)
    {
        lock (gate)
        {
            if (next < armedFor && !stopped)
                Arm(next.Value);
            scanning = again && !stopped;
            return !scanning;
        }
    }

    private void Arm(long due)
    {
        var wait = new TimeSpan(due - parts.Clock.GetUtcNow().UtcTicks);
        if (wait <= TimeSpan.Zero)
        {
            Scan();
            return;
        }

        armedFor = due;
        timer.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
