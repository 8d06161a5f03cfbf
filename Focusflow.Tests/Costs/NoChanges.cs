using Focusflow.Core.Storage;

namespace Focusflow.Tests.Costs;

/// <summary>For the one who only follows changes: a feed on which nothing ever is.</summary>
internal sealed class NoChanges : IDocumentStore
{
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) => new(new ChangePage([], "0", false));

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask CheckAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}
