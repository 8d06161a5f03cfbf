namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// The one storage port. A miss and a lost race are values; <see cref="StoreUnavailableException"/> is thrown when the
/// store cannot answer now. Every adapter passes the same contract suite.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Reads one document, or null when there is none (or it has expired).</summary>
    ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default);

    /// <summary>Reads one page of a query. Throws <see cref="InvalidContinuationException"/> for a foreign continuation.</summary>
    ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>Writes a batch: all of it, durably, or nothing.</summary>
    ValueTask<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellation = default);

    /// <summary>
    /// Reads the changes of a container after a checkpoint (null: from the beginning; <see cref="ChangePage.FromNow"/>: only
    /// what is written after this call), oldest first, at most <paramref name="limit"/> documents (an adapter may go slightly
    /// over to finish one commit).
    /// </summary>
    ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default);

    /// <summary>Creates what is missing of the declared containers; harmless when all is there.</summary>
    ValueTask EnsureCreatedAsync(CancellationToken cancellation = default);

    /// <summary>Answers when the store can be reached, else throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask CheckAsync(CancellationToken cancellation = default);
}

/// <summary>The store cannot answer now: throttled, unreachable, shutting down. Mapped to 503 with Retry-After.</summary>
public sealed class StoreUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>When to try again, if the store said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>A continuation that this query did not give. Clients send these back as cursors, so it is answered with 400.</summary>
public sealed class InvalidContinuationException(Exception? inner = null)
    : Exception("The continuation does not belong to this query.", inner);
