using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Timers;

/// <summary>Runs one timer function at its times, one run after the other.</summary>
internal sealed class FunctionTimer(
    RunnableFunction function, FunctionHost host, ScheduleStore store, TimeProvider clock, WorkTracker work, ILogger logger, CancellationToken stopping)
    : IDisposable
{
    private const string EverySecond = "* * * * * *";

    // The system's timers go no further than 49 days; waking up in between costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    // Timers count in milliseconds, and a run takes a moment to begin.
    private static readonly TimeSpan Hair = TimeSpan.FromSeconds(1);

    // What was missed while nobody ran has time until whoever has just started the app has got an answer.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Trigger.Timer trigger = (Trigger.Timer)function.Trigger;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly Lock resting = new();
    private ScheduleStatus status = new();
    private ITimer? timer;
    private bool rests;
    private bool missed;

    public string Name => function.Name;

    public string Expression => trigger.Expression;

    /// <summary>How its schedule stands now.</summary>
    public ScheduleState State
    {
        get
        {
            var known = status;
            var running = oneAtATime.CurrentCount == 0;
            return new ScheduleState(
                trigger.Expression, known.Last, known.Next, IsPastDue: !rests && !running && Now - known.Next > Hair, running, rests);
        }
    }

    /// <summary>
    /// Whether it skips the seconds in which nothing was stored. A function of every second can only be looking for
    /// something new, and a clock that is moved by a week has 604,800 seconds.
    /// </summary>
    private bool MayRest => store.SeesAll && clock is VirtualClock && Expression == EverySecond;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Starts waiting; makes up for an occurrence that was missed.</summary>
    public async Task StartAsync()
    {
        var now = Now;
        (status, var pastDue) = SchedulePlan.AtStart(trigger.Cron, trigger.UseMonitor ? store.Read(Name) : null, now);
        if (trigger.UseMonitor)
            await store.WriteAsync(Name, status);

        timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (trigger.RunOnStartup || (pastDue && clock is VirtualClock))
        {
            Run(pastDue, scheduled: true);
        }
        else if (pastDue)
        {
            missed = true;
            timer.Change(Grace, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Wait();
        }
    }

    /// <summary>Runs it now, beside its schedule; tells how it failed, or null when it did not.</summary>
    public Task<RecentFailure?> RunNowAsync() => RunOnce(pastDue: false, scheduled: false);

    /// <summary>Something was stored: a function that rests has something to look for again.</summary>
    public void Rouse()
    {
        lock (resting)
        {
            if (!rests || stopping.IsCancellationRequested)
                return;
            rests = false;
            status = SchedulePlan.AfterRun(trigger.Cron, Now, Now);
            Wait();
        }
    }

    /// <summary>Ends when no run is left.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        timer?.Dispose();
        await oneAtATime.WaitAsync(cancellation);
        oneAtATime.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        oneAtATime.Dispose();
    }

    private void Wake()
    {
        if (Now < status.Next)
            Wait();
        else
            Run(Interlocked.Exchange(ref missed, false), scheduled: true);
    }

    private void Wait()
    {
        var wait = status.Next - Now;
        timer!.Change(
            wait > LongestWait ? LongestWait : wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait,
            Timeout.InfiniteTimeSpan);
    }

    private void Run(bool pastDue, bool scheduled) => _ = RunOnce(pastDue, scheduled);

    private Task<RecentFailure?> RunOnce(bool pastDue, bool scheduled)
    {
        // Announced before this returns, so that a clock that is being moved waits for it.
        work.Begin();
        return Task.Run(() => RunAsync(pastDue, scheduled), CancellationToken.None);
    }

    private async Task<RecentFailure?> RunAsync(bool pastDue, bool scheduled)
    {
        try
        {
            await oneAtATime.WaitAsync(stopping);
            try
            {
                var (began, commits) = (Now, store.Commits);
                var failure = await CallAsync(pastDue);
                if (scheduled)
                    await GoOnAsync(began, commits);
                return failure;
            }
            finally
            {
                oneAtATime.Release();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException && stopping.IsCancellationRequested)
        {
            // Cut short by the end of the host: the next start makes up for it.
            return null;
        }
        catch (Exception error)
        {
            logger.LogError(error, "The schedule of {Function} could not be kept.", Name);
            return new RecentFailure(Name, clock.GetUtcNow(), error.GetType().ToString(), error.Message);
        }
        finally
        {
            work.End();
        }
    }

    private async Task<RecentFailure?> CallAsync(bool pastDue)
    {
        try
        {
            await host.RunAsync(function, new TimerInfo { IsPastDue = pastDue, ScheduleStatus = trigger.UseMonitor ? status : null }, stopping);
            return null;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(error, "Function {Function} failed.", Name);
            return host.Failures.Add(Name, error);
        }
    }

    private async Task GoOnAsync(DateTime began, long commits)
    {
        // Early by a hair (timers count in milliseconds) must not make the same occurrence come again.
        status = SchedulePlan.AfterRun(trigger.Cron, began < status.Next ? status.Next : began, Now);
        if (trigger.UseMonitor)
            await store.WriteAsync(Name, status);
        if (stopping.IsCancellationRequested)
            return;
        lock (resting)
        {
            rests = MayRest && store.Commits == commits;
            if (!rests)
                Wait();
        }
    }
}
