using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>A user's reflections, the latest day first.</summary>
public sealed class ReflectionHistory(IDocumentStore store)
{
    /// <summary>One page; 400 when the cursor is not one that this list gave.</summary>
    public async Task<Outcome<ReflectionPage>> ListAsync(
        string userId, int limit, string? cursor = null, CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(Containers.UserData, userId, Reflection.KindName)
        {
            Sort = new DocumentSort("day", Descending: true),
            Limit = limit,
            Continuation = cursor,
        };
        return (await store.QueryPageAsync(query, cancellation)).Succeeded(out var page, out var problem)
            ? new ReflectionPage([.. page.Documents.Select(document => document.As<Reflection>())], page.Continuation)
            : problem;
    }
}

/// <summary>One page of reflections.</summary>
/// <param name="Reflections">The reflections.</param>
/// <param name="NextCursor">Asks for the next page, or null when this was the last.</param>
public sealed record ReflectionPage(IReadOnlyList<Reflection> Reflections, string? NextCursor);
