using System.Runtime.CompilerServices;
using System.Text.Json;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>Typed reading on top of <see cref="IDocumentStore"/>.</summary>
public static class DocumentStoreExtensions
{
    /// <summary>
    /// What sweepers leave alone: timers may come a few seconds late, also those that are due in the very minute of a sweep; what is a
    /// minute over has none that will come.
    /// </summary>
    public static readonly TimeSpan TimersMayBeLate = TimeSpan.FromMinutes(1);

    private const int SweepPage = 200;

    /// <summary>Reads a document of a type, or null when there is none.</summary>
    public static async ValueTask<T?> ReadAsync<T>(
        this IDocumentStore store, string partition, string id, CancellationToken cancellation = default)
        where T : Document, IDocument<T>
    {
        var stored = await store.ReadAsync(new DocumentKey(T.Container, partition, id), cancellation);
        return stored is { } found && found.Kind == T.KindName ? found.As<T>() : null;
    }

    /// <summary>Reads one page of documents of a type.</summary>
    public static async ValueTask<(IReadOnlyList<T> Documents, string? Continuation)> QueryAsync<T>(
        this IDocumentStore store, DocumentQuery query, CancellationToken cancellation = default)
        where T : Document, IDocument<T>
    {
        var page = await store.QueryAsync(query, cancellation);
        var documents = new T[page.Documents.Count];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = page.Documents[i].As<T>();
        return (documents, page.Continuation);
    }

    /// <summary>
    /// Everything of a type, of all users, that was due before an instant, the longest overdue first. Page by page by its own
    /// index, so it costs what is overdue and not what there is. For sweepers in timer functions; they may change what they get.
    /// What is malformed is set aside.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The property that says when it is due; its sort must be declared across partitions.</param>
    /// <param name="before">The instant, excluded.</param>
    /// <param name="each">Sets aside what cannot be read.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<T> OverdueAsync<T>(
        this IDocumentStore store,
        string path,
        DateTimeOffset before,
        EachByItself each,
        [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : Document, IDocument<T>
    {
        var query = new DocumentQuery(T.Container, Partition: null, T.KindName)
        {
            Filters = [new DocumentFilter.Between(path, null, before)],
            Sort = new DocumentSort(path),
            Limit = SweepPage,
        };
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            foreach (var document in each.Read<T>(page.Documents))
                yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>Reads one page that a client asked for; a cursor that this query did not give is a problem, not an exception.</summary>
    public static async ValueTask<Outcome<DocumentPage>> QueryPageAsync(
        this IDocumentStore store, DocumentQuery query, CancellationToken cancellation = default)
    {
        try
        {
            return await store.QueryAsync(query, cancellation);
        }
        catch (InvalidContinuationException)
        {
            return Problem.InvalidCursor;
        }
    }

    /// <summary>The document as its type, with its version.</summary>
    public static T As<T>(this StoredDocument stored)
        where T : Document, IDocument<T>
    {
        var document = JsonSerializer.Deserialize(stored.Json.Span, T.JsonType)
            ?? throw new InvalidOperationException($"The document {stored.Id} of kind {stored.Kind} is empty.");
        return document with { Id = stored.Id, ETag = stored.ETag }; // the store knows both better than the text does
    }
}
