using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// Refuses to create what goes over a user's quota. The store counts, and not for every document that is made: at first after a
/// hundred, then when half of the room that was left may be used up. So nobody near no quota pays for it, and several
/// instances together go over it by little.
/// </summary>
/// <param name="inner">The store that answers.</param>
/// <param name="quotas">What is limited.</param>
public sealed class QuotaDocumentStore(IDocumentStore inner, IEnumerable<Quota> quotas) : IDocumentStore
{
    private const int Users = 20_000;
    private const int MostUncounted = 100;
    private const long RefusedMilliseconds = 10_000;

    private readonly Dictionary<string, Quota> byKind = quotas.ToDictionary(quota => quota.Kind, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Partition, string Kind), Room> rooms = new();

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        if (!ReferenceEquals(batch.Container, Containers.UserData))
            return await inner.CommitAsync(batch);
        foreach (var write in batch.Writes)
        {
            if (write is DocumentWrite.Create create && byKind.TryGetValue(create.Kind, out var quota))
                await TakeAsync(batch.Partition, quota);
            else if (write is DocumentWrite.Delete)
                CountAgain(batch.Partition);
        }

        return await inner.CommitAsync(batch);
    }

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => inner.ReadAsync(key, cancellation);

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => inner.QueryAsync(query, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default) =>
        inner.CountAsync(container, partition, kind, cancellation);

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    /// <inheritdoc/>
    public override string ToString() => inner.ToString() ?? "";

    private async ValueTask TakeAsync(string partition, Quota quota)
    {
        var key = (partition, quota.Kind);
        var known = rooms.AddOrUpdate(
            key,
            static (_, quota) => new Room(Math.Min(MostUncounted, quota.Most / MostUncounted) - 1, 0),
            static (_, before, _) => before with { Left = before.Left - 1 },
            quota);
        if (known.Left >= 0)
            return;

        // Whoever keeps trying is not counted for anew each time.
        if (Environment.TickCount64 < known.RefusedUntil)
            throw new QuotaExceededException(quota);
        var left = quota.Most - await inner.CountAsync(Containers.UserData, partition, quota.Kind);
        if (rooms.Count > Users)
            rooms.Clear();
        rooms[key] = left > 0 ? new Room(Math.Max(1, left / 2) - 1, 0) : new Room(0, Environment.TickCount64 + RefusedMilliseconds);
        if (left <= 0)
            throw new QuotaExceededException(quota);
    }

    private void CountAgain(string partition)
    {
        foreach (var kind in byKind.Keys)
        {
            if (rooms.TryGetValue((partition, kind), out var room) && room.RefusedUntil > 0)
                rooms.TryRemove((partition, kind), out _);
        }
    }

    /// <summary>What is known of a user's room.</summary>
    /// <param name="Left">How many may be made before they are counted (again).</param>
    /// <param name="RefusedUntil">Until when nothing is counted, in milliseconds since the machine started; 0: not refused.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Room(long Left, long RefusedUntil);
}
