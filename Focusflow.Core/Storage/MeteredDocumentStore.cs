using Focusflow.Core.Telemetry;

namespace Focusflow.Core.Storage;

/// <summary>
/// Counts what is asked of a store into the <see cref="StoreUsage"/> of the flow, if there is one, and tells whoever listens
/// to <see cref="Traces"/> and <see cref="Measures"/>. While nobody wants to know, calls take no detour.
/// </summary>
/// <param name="inner">The store that answers.</param>
/// <param name="always">Where to count instead, whatever flow it is; background work has none of its own.</param>
public sealed class MeteredDocumentStore(IDocumentStore inner, StoreUsage? always = null) : IDocumentStore
{
    private StoreUsage? Usage => always ?? StoreUsage.Current;

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        var usage = Usage;
        return usage is null && !StoreWatch.Listens ? inner.ReadAsync(key, cancellation) : CountAsync();

        async ValueTask<StoredDocument?> CountAsync()
        {
            usage?.CountRead();
            var document = await StoreWatch.CallAsync("read", key.Container, () => inner.ReadAsync(key, cancellation));
            usage?.CountRead(document);
            return document;
        }
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        var usage = Usage;
        return usage is null && !StoreWatch.Listens ? inner.QueryAsync(query, cancellation) : CountAsync();

        async ValueTask<DocumentPage> CountAsync()
        {
            usage?.CountQuery();
            var page = await StoreWatch.CallAsync("query", query.Container, () => inner.QueryAsync(query, cancellation));
            usage?.CountListed(page.Documents);
            return page;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default)
    {
        Usage?.CountCommit(batch.Writes);
        return StoreWatch.Listens ? WatchAsync() : inner.CommitAsync(batch, cancellation);

        async ValueTask<CommitResult> WatchAsync()
        {
            var result = await StoreWatch.CallAsync("commit", batch.Container, () => inner.CommitAsync(batch, cancellation));
            if (result.Succeeded)
                StoreWatch.Committed(batch);
            return result;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        var usage = Usage;
        return usage is null && !StoreWatch.Listens ? inner.ReadChangesAsync(container, checkpoint, limit, cancellation) : CountAsync();

        async ValueTask<ChangePage> CountAsync()
        {
            usage?.CountChangeRead();
            var page = await StoreWatch.CallAsync(
                "read_changes", container, () => inner.ReadChangesAsync(container, checkpoint, limit, cancellation));
            usage?.CountListed(page.Documents);
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
