using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// Counts what is asked of a store into the <see cref="StoreUsage"/> of the flow, if there is one, and tells whoever listens
/// to <see cref="Traces"/> and <see cref="Measures"/>. While nobody wants to know, calls take no detour.
/// </summary>
/// <param name="inner">The store that answers.</param>
/// <param name="always">Where to count instead, whatever flow it is; background work has none of its own.</param>
public sealed class MeteredDocumentStore(IDocumentStore inner, StoreUsage? always = null) : IDocumentStore
{
    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) =>
        Counts(out var usage) ? CountReadAsync(usage, key, cancellation) : inner.ReadAsync(key, cancellation);

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) =>
        Counts(out var usage) ? CountQueryAsync(usage, query, cancellation) : inner.QueryAsync(query, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default) =>
        Counts(out var usage) ? CountCountAsync(usage, container, partition, kind, cancellation) : inner.CountAsync(container, partition, kind, cancellation);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch) =>
        Counts(out var usage) ? CountCommitAsync(usage, batch) : inner.CommitAsync(batch);

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        Counts(out var usage)
            ? CountChangesAsync(usage, container, checkpoint, limit, cancellation)
            : inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default)
    {
        (always ?? StoreUsage.Current)?.CountCheck();
        return inner.CheckAsync(cancellation);
    }

    /// <inheritdoc/>
    public override string ToString() => inner.ToString() ?? "";

    // The detours are methods of their own: a lambda here would cost an allocation also when none is taken.
    private bool Counts(out StoreUsage? usage)
    {
        usage = always ?? StoreUsage.Current;
        return usage is not null || StoreWatch.Listens;
    }

    private async ValueTask<StoredDocument?> CountReadAsync(StoreUsage? usage, DocumentKey key, CancellationToken cancellation)
    {
        usage?.CountRead();
        var document = await StoreWatch.CallAsync("read", key.Container, () => inner.ReadAsync(key, cancellation));
        usage?.CountRead(document);
        return document;
    }

    private async ValueTask<DocumentPage> CountQueryAsync(StoreUsage? usage, DocumentQuery query, CancellationToken cancellation)
    {
        usage?.CountQuery();
        var page = await StoreWatch.CallAsync("query", query.Container, () => inner.QueryAsync(query, cancellation));
        usage?.CountListed(page.Documents);
        return page;
    }

    private async ValueTask<long> CountCountAsync(
        StoreUsage? usage, ContainerDefinition container, string partition, string kind, CancellationToken cancellation)
    {
        usage?.CountQuery();
        return await StoreWatch.CallAsync("count", container, () => inner.CountAsync(container, partition, kind, cancellation));
    }

    private async ValueTask<CommitResult> CountCommitAsync(StoreUsage? usage, DocumentBatch batch)
    {
        usage?.CountCommit(batch.Writes);
        return await StoreWatch.CallAsync("commit", batch.Container, () => inner.CommitAsync(batch));
    }

    private async ValueTask<ChangePage> CountChangesAsync(
        StoreUsage? usage, ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation)
    {
        usage?.CountChangeRead();
        var page = await StoreWatch.CallAsync(
            "read_changes", container, () => inner.ReadChangesAsync(container, checkpoint, limit, cancellation));
        usage?.CountListed(page.Documents);
        return page;
    }
}
