using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Costs;

/// <summary>For the one who only follows changes: a feed that never answers.</summary>
internal sealed class NoChanges : IDocumentStore
{
    public async ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        return new ChangePage([], "", false);
    }

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch) => throw new NotSupportedException();

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask CheckAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}
