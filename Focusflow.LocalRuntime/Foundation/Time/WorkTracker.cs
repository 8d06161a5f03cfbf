namespace Focusflow.LocalRuntime.Foundation.Time;

/// <summary>
/// Counts the background work that is due or running (orchestrator turns, activities, timer functions), so that moving
/// the virtual clock can wait until all is quiet. Work that waits for a later time does not count.
/// </summary>
public sealed class WorkTracker
{
    private readonly Lock gate = new();
    private int running;
    private TaskCompletionSource quiet = Completed();

    /// <summary>Announces a piece of work. Announce follow-up work before ending the piece that caused it.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (running++ == 0)
                quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends a piece of work.</summary>
    public void End()
    {
        lock (gate)
        {
            if (--running == 0)
                quiet.SetResult();
        }
    }

    /// <summary>Ends when no announced work is left.</summary>
    public Task WhenQuiet()
    {
        lock (gate)
            return quiet.Task;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
