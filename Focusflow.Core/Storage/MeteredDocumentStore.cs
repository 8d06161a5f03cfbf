namespace Focusflow.Core.Storage;

/// <summary>Counts what is asked of a store into the <see cref="StoreUsage"/> of the flow, if there is one.</summary>
/// <param name="inner">The store that answers.</param>
public sealed class MeteredDocumentStore(IDocumentStore inner) : IDocumentStore
{
    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountRead();
        return inner.ReadAsync(key, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountQuery();
        return inner.QueryAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountCommit(batch.Writes.Count);
        return inner.CommitAsync(batch, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        StoreUsage.Current?.CountChangeRead();
        return inner.ReadChangesAsync(container, checkpoint, limit, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    /// <inheritdoc/>
    public override string ToString() => inner.ToString() ?? "";
}
