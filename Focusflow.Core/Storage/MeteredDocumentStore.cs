namespace Focusflow.Core.Storage;

/// <summary>Counts what is asked of a store into the <see cref="StoreUsage"/> of the flow, if there is one.</summary>
/// <param name="inner">The store that answers.</param>
/// <param name="always">Where to count instead, whatever flow it is; background work has none of its own.</param>
public sealed class MeteredDocumentStore(IDocumentStore inner, StoreUsage? always = null) : IDocumentStore
{
    private StoreUsage? Usage => always ?? StoreUsage.Current;

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        return Usage is { } usage ? CountAsync() : inner.ReadAsync(key, cancellation);

        async ValueTask<StoredDocument?> CountAsync()
        {
            usage.CountRead();
            var document = await inner.ReadAsync(key, cancellation);
            usage.CountRead(document);
            return document;
        }
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        return Usage is { } usage ? CountAsync() : inner.QueryAsync(query, cancellation);

        async ValueTask<DocumentPage> CountAsync()
        {
            usage.CountQuery();
            var page = await inner.QueryAsync(query, cancellation);
            usage.CountListed(page.Documents);
            return page;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default)
    {
        Usage?.CountCommit(batch.Writes);
        return inner.CommitAsync(batch, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        return Usage is { } usage ? CountAsync() : inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

        async ValueTask<ChangePage> CountAsync()
        {
            usage.CountChangeRead();
            var page = await inner.ReadChangesAsync(container, checkpoint, limit, cancellation);
            usage.CountListed(page.Documents);
            return page;
        }
    }

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellation = default)
    {
        Usage?.CountCheck();
        return inner.CheckAsync(cancellation);
    }

    /// <inheritdoc/>
    public override string ToString() => inner.ToString() ?? "";
}
