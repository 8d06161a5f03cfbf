using Focusflow.LocalRuntime.Durable.History;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>Brings external events and the code that waits for them together. Names are compared without regard to case.</summary>
internal sealed class ExternalEvents
{
    // The newest waiter of a name comes first, as in the real SDK: the older ones are often left-overs of a WhenAny in a loop.
    private readonly Dictionary<string, List<Waiter>> waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> kept = [];

    /// <summary>Whether code waits for an event.</summary>
    public bool AnyWaiting => waiting.Count > 0;

    /// <summary>The events that came and were not taken, oldest first.</summary>
    public IReadOnlyList<EventRaised> Kept => kept;

    /// <summary>Waits for an event; one that was kept is taken at once.</summary>
    public Task<T?> Wait<T>(string name, CancellationToken cancellation)
    {
        if (waiting.TryGetValue(name, out var others) && others[0].Type != typeof(T))
        {
            throw new ArgumentException(
                $"Events of one name must be awaited with one type: '{name}' is awaited as {others[0].Type} already, not {typeof(T)}.",
                nameof(name));
        }

        var source = new TaskCompletionSource<T?>();
        if (cancellation.IsCancellationRequested)
        {
            source.SetCanceled(cancellation);
            return source.Task;
        }

        var waiter = new Waiter(typeof(T), input => Complete(source, input));
        if (kept.Find(came => string.Equals(came.Name, name, StringComparison.OrdinalIgnoreCase)) is { } earlier)
        {
            kept.Remove(earlier);
            waiter.Take(earlier.Input);
            return source.Task;
        }

        Add(name, waiter);
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(
                () =>
                {
                    Remove(name, waiter);
                    source.TrySetCanceled(cancellation);
                },
                useSynchronizationContext: false);
        }

        return source.Task;
    }

    /// <summary>An event comes in; the code that waits for it may run at once.</summary>
    public void Raise(EventRaised came)
    {
        if (!waiting.TryGetValue(came.Name, out var waiters))
        {
            kept.Add(came);
            return;
        }

        var waiter = waiters[^1];
        Remove(came.Name, waiter);
        waiter.Take(came.Input);
    }

    private static void Complete<T>(TaskCompletionSource<T?> source, string? input)
    {
        T? value;
        try
        {
            value = DurableData.Converter.Deserialize<T>(input);
        }
        catch (Exception error)
        {
            source.TrySetException(error);
            return;
        }

        source.TrySetResult(value);
    }

    private void Add(string name, Waiter waiter)
    {
        if (waiting.TryGetValue(name, out var waiters))
            waiters.Add(waiter);
        else
            waiting.Add(name, [waiter]);
    }

    private void Remove(string name, Waiter waiter)
    {
        if (waiting.TryGetValue(name, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
            waiting.Remove(name);
    }

    private sealed record Waiter(Type Type, Action<string?> Take);
}
