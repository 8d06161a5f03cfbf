namespace Focusflow.Core.Foundation.Storage;

/// <summary>Several documents of one partition, read by their ids in one query.</summary>
/// <param name="documents">What was found.</param>
public sealed class SomeDocuments(IReadOnlyList<StoredDocument> documents)
{
    /// <summary>The one document of a type, or null when it was not found.</summary>
    public T? Find<T>()
        where T : Document, IDocument<T>
    {
        foreach (var document in documents)
        {
            if (document.Kind == T.KindName)
                return document.As<T>();
        }

        return null;
    }

    /// <summary>All documents of a type that were found.</summary>
    public IEnumerable<T> All<T>()
        where T : Document, IDocument<T> =>
        documents.Where(document => document.Kind == T.KindName).Select(document => document.As<T>());
}

/// <summary>Reading several documents at once.</summary>
public static class SomeDocumentsExtensions
{
    /// <summary>Reads documents, also of different types, by their ids: one round trip instead of one for each.</summary>
    public static async ValueTask<SomeDocuments> ReadSomeAsync(
        this IDocumentStore store,
        ContainerDefinition container,
        string partition,
        IReadOnlyList<string> ids,
        CancellationToken cancellation = default)
    {
        var query = new DocumentQuery(container, partition)
        {
            Filters = [new DocumentFilter.OneOf("id", [.. ids.Select(id => (FilterValue)id)])],
            Limit = ids.Count,
        };
        return new SomeDocuments((await store.QueryAsync(query, cancellation)).Documents);
    }
}
