namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// What a function has had written and not waited for. The file has one log: what the function writes after it is never on the
/// disk without it, and both may share a trip there. The function has ended only when all of it has arrived.
/// </summary>
internal sealed class PendingWrites
{
    private readonly Lock gate = new();
    private List<Task> writes = [];

    /// <summary>Adds a write that is under way.</summary>
    public void Add(Task write)
    {
        lock (gate)
            writes.Add(write);
    }

    /// <summary>Ends when all have arrived; throws what the first that failed throws.</summary>
    public Task ArrivedAsync()
    {
        lock (gate)
        {
            if (writes.Count == 0)
                return Task.CompletedTask;
            var all = Task.WhenAll(writes);
            writes = [];
            return all;
        }
    }
}
