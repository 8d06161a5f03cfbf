using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// Puts the record of a request with an <c>Idempotency-Key</c> into the transaction of its effect. For all other requests,
/// and for background work, it passes everything on.
/// </summary>
/// <param name="inner">The store that answers.</param>
public sealed class KeyedDocumentStore(IDocumentStore inner) : IDocumentStore
{
    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) =>
        KeyedRun.Current is { } run && run.Batch.TryRead(key, out var waiting) ? new(waiting) : inner.ReadAsync(key, cancellation);

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) =>
        KeyedRun.Current?.Batch is { Waiting: { } waiting } batch && query.Container == waiting.Container
            ? QueryAfterAsync(batch, query, cancellation)
            : inner.QueryAsync(query, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default) =>
        inner.CountAsync(container, partition, kind, cancellation);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch) =>
        KeyedRun.Current is { } run ? run.Batch.CommitAsync(inner, batch) : inner.CommitAsync(batch);

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

    private async ValueTask<DocumentPage> QueryAfterAsync(KeyedBatch batch, DocumentQuery query, CancellationToken cancellation)
    {
        await batch.FlushAsync(inner);
        return await inner.QueryAsync(query, cancellation);
    }
}
