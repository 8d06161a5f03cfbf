using Focusflow.LocalRuntime.Foundation.Time;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>
/// Runs items on at most so many workers at a time; what waits or runs counts as work. Some items can come after all others, as
/// nobody waits for them; every eighth is such a one while there are any, so that they never wait for ever.
/// </summary>
internal sealed class WorkerPool<T>(int workers, WorkTracker work, Func<T, Task> run)
{
    private const int ShareOfLater = 8;

    // What comes later may pile up before who brings the others is held up: it is kept in memory.
    private const int MostLater = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<T> waiting = new();
    private readonly Queue<T> later = new();
    private TaskCompletionSource? shorter;
    private TaskCompletionSource? idle;
    private int shortEnough;
    private int running;
    private int taken;
    private bool stopped;

    private bool IsShort => waiting.Count <= shortEnough && later.Count <= MostLater;

    /// <summary>Adds an item, which can come later or not; once stopped, nothing is taken any more.</summary>
    public void Add(T item, bool canComeLater = false)
    {
        lock (gate)
        {
            if (stopped)
                return;
            work.Begin();
            (canComeLater ? later : waiting).Enqueue(item);
            if (running == workers)
                return;
            running++;
        }

        Work();
    }

    /// <summary>Takes a worker's place for a moment, if one is free; give it back.</summary>
    public bool TryBorrow()
    {
        lock (gate)
        {
            if (stopped || running == workers)
                return false;
            running++;
            return true;
        }
    }

    /// <summary>Gives a worker's place back.</summary>
    public void GiveBack()
    {
        lock (gate)
        {
            if (waiting.Count + later.Count == 0)
            {
                Leave();
                return;
            }
        }

        Work();
    }

    /// <summary>Ends when at most so many items wait, and not too many of those that come later. One caller at a time.</summary>
    public Task WhenShort(int length)
    {
        lock (gate)
        {
            shortEnough = length;
            if (stopped || IsShort)
                return Task.CompletedTask;
            shorter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return shorter.Task;
        }
    }

    /// <summary>Takes nothing more and ends when what runs has ended.</summary>
    public Task StopAsync()
    {
        lock (gate)
        {
            stopped = true;
            for (var left = waiting.Count + later.Count; left > 0; left--)
                work.End();
            waiting.Clear();
            later.Clear();
            shorter?.TrySetResult();
            if (running == 0)
                return Task.CompletedTask;
            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    private void Work() => ThreadPool.UnsafeQueueUserWorkItem(static pool => _ = pool.WorkAsync(), this, preferLocal: false);

    private async Task WorkAsync()
    {
        while (TryTake(out var item))
        {
            try
            {
                await run(item);
            }
            finally
            {
                work.End();
            }
        }
    }

    private bool TryTake(out T item)
    {
        lock (gate)
        {
            var queue = later.Count > 0 && (waiting.Count == 0 || ++taken % ShareOfLater == 0) ? later : waiting;
            if (!queue.TryDequeue(out item!))
            {
                Leave();
                return false;
            }

            if (shorter is not null && IsShort)
            {
                shorter.SetResult();
                shorter = null;
            }

            return true;
        }
    }

    private void Leave()
    {
        if (--running == 0)
            idle?.TrySetResult();
    }
}
