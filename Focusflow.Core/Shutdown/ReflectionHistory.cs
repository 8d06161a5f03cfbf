using Focusflow.Core.Storage;

namespace Focusflow.Core.Shutdown;

/// <summary>A user's reflections, the latest day first.</summary>
public sealed class ReflectionHistory(IDocumentStore store)
{
    /// <summary>One page, and where the next one continues.</summary>
    /// <exception cref="InvalidContinuationException">The cursor is not one that this list gave.</exception>
    public ValueTask<(IReadOnlyList<Reflection> Documents, string? Continuation)> ListAsync(
        string userId, int limit, string? cursor = null, CancellationToken cancellation = default) =>
        store.QueryAsync<Reflection>(
            new DocumentQuery(Containers.UserData, userId, Reflection.KindName)
            {
                Sort = new DocumentSort("day", Descending: true),
                Limit = limit,
                Continuation = cursor,
            },
            cancellation);
}
