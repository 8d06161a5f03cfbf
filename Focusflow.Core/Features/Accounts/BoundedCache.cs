using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// A map that forgets: when the younger half is full it becomes the older half, and what was older is dropped. Reading
/// takes no lock. It holds at most about <paramref name="capacity"/> entries, whatever is thrown at it.
/// </summary>
/// <param name="capacity">The most entries.</param>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int added;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        young.TryGetValue(key, out value) || old.TryGetValue(key, out value);

    public void Set(TKey key, TValue value)
    {
        young[key] = value;
        if (Interlocked.Increment(ref added) < capacity / 2)
            return;
        lock (gate)
        {
            if (added < capacity / 2)
                return;
            old = young;
            young = new ConcurrentDictionary<TKey, TValue>();
            added = 0;
        }
    }

    public void Remove(TKey key)
    {
        young.TryRemove(key, out _);
        old.TryRemove(key, out _);
    }
}
