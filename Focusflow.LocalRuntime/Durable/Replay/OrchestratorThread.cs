namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>
/// Where the code of one turn runs: on one thread, in one queue. All that an orchestrator awaits is completed here, so
/// its code goes on here and in the same order each time.
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> queue = new();
    private readonly InlineScheduler scheduler;
    private int thread;
    private volatile bool escaped;

    public OrchestratorThread() => scheduler = new InlineScheduler(this);

    /// <summary>Whether code tried to go on here from elsewhere: it had awaited something that is not durable.</summary>
    public bool Escaped => escaped;

    /// <summary>Whether the caller runs here.</summary>
    public bool IsCurrent => Environment.CurrentManagedThreadId == thread;

    /// <summary>Runs a turn on the calling thread and gives its result.</summary>
    public T Run<T>(Func<T> turn)
    {
        var before = Current;
        thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            // Within a task of our scheduler, so that ContinueWith without a scheduler stays here too.
            var task = new Task<T>(turn);
            task.RunSynchronously(scheduler);
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
            thread = 0;
            queue.Clear();
        }
    }

    /// <summary>Runs what is queued until nothing is left.</summary>
    public void Drain()
    {
        while (queue.TryDequeue(out var next))
            next.Callback(next.State);
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
            queue.Enqueue((d, state));
        else
            escaped = true;
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
            d(state);
        else
            escaped = true;
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private sealed class InlineScheduler(OrchestratorThread owner) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => owner.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            owner.IsCurrent && !taskWasPreviouslyQueued && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
