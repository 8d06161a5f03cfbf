using Focusflow.LocalRuntime.Foundation.Time;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Runs items on at most so many workers at a time; what waits or runs counts as work.</summary>
internal sealed class WorkerPool<T>(int workers, WorkTracker work, Func<T, Task> run)
{
    private readonly Lock gate = new();
    private readonly Queue<T> waiting = new();
    private TaskCompletionSource? shorter;
    private TaskCompletionSource? idle;
    private int shortEnough;
    private int running;
    private bool stopped;

    /// <summary>Adds an item; once stopped, nothing is taken any more.</summary>
    public void Add(T item)
    {
        lock (gate)
        {
            if (stopped)
                return;
            work.Begin();
            waiting.Enqueue(item);
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
            if (waiting.Count == 0)
            {
                Leave();
                return;
            }
        }

        Work();
    }

    /// <summary>Ends when at most so many items wait. One caller at a time.</summary>
    public Task WhenShort(int length)
    {
        lock (gate)
        {
            if (stopped || waiting.Count <= length)
                return Task.CompletedTask;
            shortEnough = length;
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
            for (; waiting.Count > 0; waiting.Dequeue())
                work.End();
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
            if (waiting.Count > 0)
            {
                item = waiting.Dequeue();
                if (shorter is not null && waiting.Count <= shortEnough)
                {
                    shorter.SetResult();
                    shorter = null;
                }

                return true;
            }

            item = default!;
            Leave();
            return false;
        }
    }

    private void Leave()
    {
        if (--running == 0)
            idle?.TrySetResult();
    }
}
