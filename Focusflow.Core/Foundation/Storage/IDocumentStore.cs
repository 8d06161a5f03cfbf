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

    /// <summary>
    /// How many documents of a kind a partition has; those that have expired lately may be counted. An adapter that can does it
    /// without reading them.
    /// </summary>
    async ValueTask<long> CountAsync(ContainerDefinition container, string partition, string kind, CancellationToken cancellation = default)
    {
        var (count, query) = (0L, new DocumentQuery(container, partition, kind) { Limit = DocumentQuery.MaxLimit });
        do
        {
            var page = await QueryAsync(query, cancellation);
            count += page.Documents.Count;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return count;
    }

    /// <summary>
    /// Writes a batch: all of it, durably, or nothing. Nobody can cancel it, since breaking it off would leave open whether it
    /// happened. When the answer of a write gets lost, the adapter finds out (see <see cref="LostAnswer"/>); only when that
    /// fails too it throws <see cref="OutcomeUnknownException"/>. Every other exception means that nothing was written.
    /// </summary>
    ValueTask<CommitResult> CommitAsync(DocumentBatch batch);

    /// <summary>
    /// Reads the changes of a container after a checkpoint (null: from the beginning; <see cref="ChangePage.FromNow"/>: only
    /// what is written after this call), oldest first, at most <paramref name="limit"/> documents (an adapter may go slightly
    /// over to finish one commit).
    /// </summary>
    ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default);

    /// <summary>
    /// Splits the rest of a feed: checkpoints that may be followed independently of each other and together tell what the given one
    /// would have told, each document by one of them. A partition stays whole, so what happens to a user comes in order.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="checkpoint">Where the rest begins; null: at the beginning. Also one that came from a split.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Two checkpoints or more, or none when it cannot be split any further (an adapter need not be able to).</returns>
    ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) => new([]);

    /// <summary>Creates what is missing of the declared containers; harmless when all is there.</summary>
    ValueTask EnsureCreatedAsync(CancellationToken cancellation = default);

    /// <summary>Answers when the store can be reached, else throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask CheckAsync(CancellationToken cancellation = default);
}

/// <summary>The store cannot answer now: throttled, unreachable, shutting down. Mapped to 503 with Retry-After.</summary>
public class StoreUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>When to try again, if the store said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>
/// A commit whose answer was lost: it may have happened, not have happened, or still be about to. Whoever repeats it writes
/// on the same conditions as before (ids to create, versions to replace), so that it cannot happen twice.
/// </summary>
/// <param name="message">What went wrong.</param>
/// <param name="refusal">What the store answered to a repetition of its own accord: it may have refused what it had just written.</param>
/// <param name="inner">The cause.</param>
public sealed class OutcomeUnknownException(string message, CommitResult? refusal = null, Exception? inner = null)
    : StoreUnavailableException(message, inner: inner)
{
    /// <summary>The refusal that may have come from the commit itself, or null.</summary>
    public CommitResult? Refusal { get; } = refusal;
}

/// <summary>A continuation that this query did not give. Clients send these back as cursors, so it is answered with 400.</summary>
public sealed class InvalidContinuationException(Exception? inner = null)
    : Exception("The continuation does not belong to this query.", inner);
