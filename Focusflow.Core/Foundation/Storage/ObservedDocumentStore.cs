namespace Focusflow.Core.Foundation.Storage;

/// <summary>Is told what this process has written.</summary>
public interface ICommitObserver
{
    /// <summary>A batch was committed. Called on the path of the write: it must be quick, and must not throw.</summary>
    void Committed(DocumentBatch batch);
}

/// <summary>Tells observers of every successful commit, so that nobody has to ask the store for what this process knows.</summary>
/// <param name="inner">The store that answers.</param>
/// <param name="observers">Are told.</param>
public sealed class ObservedDocumentStore(IDocumentStore inner, IEnumerable<ICommitObserver> observers) : IDocumentStore
{
    private readonly ICommitObserver[] observers = [.. observers];

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => inner.ReadAsync(key, cancellation);

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => inner.QueryAsync(query, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default) =>
        inner.CountAsync(container, partition, kind, cancellation);

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        var result = await inner.CommitAsync(batch);
        if (!result.Succeeded)
            return result;
        foreach (var observer in observers)
            observer.Committed(batch);
        return result;
    }

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
}
