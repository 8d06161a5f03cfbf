using Focusflow.Core.Telemetry;

namespace Focusflow.Core.Storage;

/// <summary>
/// Counts what is asked of a store into the <see cref="StoreUsage"/> of the flow, if there is one, and tells whoever listens
/// to <see cref="Traces"/> and <see cref="Measures"/>.
/// </summary>
/// <param name="inner">The store that answers.</param>
public sealed class MeteredDocumentStore(IDocumentStore inner) : IDocumentStore
{
    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountRead();
        return StoreWatch.Listens
            ? StoreWatch.CallAsync("read", key.Container, (inner, key, cancellation), static call => call.inner.ReadAsync(call.key, call.cancellation))
            : inner.ReadAsync(key, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountQuery();
        return StoreWatch.Listens
            ? StoreWatch.CallAsync("query", query.Container, (inner, query, cancellation), static call => call.inner.QueryAsync(call.query, call.cancellation))
            : inner.QueryAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountCommit(batch.Writes.Count);
        return StoreWatch.Listens
            ? StoreWatch.CallAsync("commit", batch.Container, (inner, batch, cancellation), static call => CommitAsync(call.inner, call.batch, call.cancellation))
            : inner.CommitAsync(batch, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountChangeRead();
        return StoreWatch.Listens
            ? StoreWatch.CallAsync(
                "read_changes",
                container,
                (inner, container, checkpoint, limit, cancellation),
                static call => call.inner.ReadChangesAsync(call.container, call.checkpoint, call.limit, call.cancellation))
            : inner.ReadChangesAsync(container, checkpoint, limit, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    /// <inheritdoc/>
    public override string ToString() => inner.ToString() ?? "";

    private static async ValueTask<CommitResult> CommitAsync(IDocumentStore store, DocumentBatch batch, CancellationToken cancellation)
    {
        var result = await store.CommitAsync(batch, cancellation);
        if (result.Succeeded)
            StoreWatch.Committed(batch);
        return result;
    }
}
