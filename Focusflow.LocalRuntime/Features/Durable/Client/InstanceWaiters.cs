namespace Focusflow.LocalRuntime.Features.Durable.Client;

/// <summary>Lets clients wait until the status of an instance changes.</summary>
internal sealed class InstanceWaiters : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);
    private bool stopped;

    /// <summary>Ends at the next change after this call; look at the instance only then. Cancelled when the engine stops.</summary>
    public Task NextChange(string instance)
    {
        lock (gate)
        {
            if (stopped)
                return Task.FromCanceled(new CancellationToken(canceled: true));
            if (!waiting.TryGetValue(instance, out var source))
            {
                source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Add(instance, source);
            }

            return source.Task;
        }
    }

    /// <summary>An instance changed.</summary>
    public void Changed(string instance)
    {
        lock (gate)
        {
            if (waiting.Remove(instance, out var source))
                source.SetResult();
        }
    }

    /// <summary>Ends all waiting.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            foreach (var source in waiting.Values)
                source.SetCanceled();
            waiting.Clear();
        }
    }
}
