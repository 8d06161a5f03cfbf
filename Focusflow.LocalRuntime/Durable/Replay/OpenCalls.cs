using Focusflow.LocalRuntime.Durable.History;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>What the code has asked for and not been answered yet.</summary>
internal sealed class OpenCalls
{
    private readonly Dictionary<int, (Call Call, TaskCompletionSource<Answer> Source)> open = [];
    private int next;

    /// <summary>Whether anything is still to be answered.</summary>
    public bool Any => open.Count > 0;

    /// <summary>What was asked for in this turn, in order.</summary>
    public List<Call> Made { get; } = [];

    /// <summary>The numbers of the timers that were cancelled in this turn.</summary>
    public List<int> Cancelled { get; } = [];

    /// <summary>Begins a turn.</summary>
    public void BeginTurn()
    {
        Made.Clear();
        Cancelled.Clear();
    }

    /// <summary>Asks for something that will be answered.</summary>
    public Task<Answer> Ask(Func<int, Call> make) => Open(make).Source.Task;

    /// <summary>Asks for something that nothing answers.</summary>
    public void Tell(Func<int, Call> make) => Made.Add(make(next++));

    /// <summary>Asks for a timer that can be cancelled.</summary>
    public Task AskTimer(DateTime fireAt, CancellationToken cancellation)
    {
        var (call, source) = Open(id => new TimerCreated(id, fireAt));
        if (cancellation.CanBeCanceled)
            cancellation.Register(() => Cancel(call.Id, source, cancellation), useSynchronizationContext: false);
        return source.Task;
    }

    /// <summary>Whether this would answer something that is open.</summary>
    public bool IsExpected(Answer answer) => open.TryGetValue(answer.Id, out var entry) && answer.Answers(entry.Call);

    /// <summary>Answers a call; the code that waits for it may run at once.</summary>
    public void Complete(Answer answer)
    {
        open.Remove(answer.Id, out var entry);
        entry.Source.SetResult(answer);
    }

    private (Call Call, TaskCompletionSource<Answer> Source) Open(Func<int, Call> make)
    {
        // Not RunContinuationsAsynchronously: what WhenAny and WhenAll do would then run on the thread pool.
        var entry = (Call: make(next++), Source: new TaskCompletionSource<Answer>());
        Made.Add(entry.Call);
        open.Add(entry.Call.Id, entry);
        return entry;
    }

    private void Cancel(int id, TaskCompletionSource<Answer> source, CancellationToken cancellation)
    {
        if (!open.Remove(id))
            return;
        Cancelled.Add(id);
        source.TrySetCanceled(cancellation);
    }
}
