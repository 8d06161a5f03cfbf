namespace Focusflow.Core.Foundation.Storage;

/// <summary>Several documents of one partition, read by their ids in one query.</summary>
/// <param name="documents">What was found.</param>
/// <param name="asked">The ids that were asked for; what of them was not found is not there.</param>
public sealed class SomeDocuments(IReadOnlyList<StoredDocument> documents, IReadOnlyList<string>? asked = null)
{
    /// <summary>Whether it is known of an id what there is, if anything.</summary>
    public bool Knows(string id) => asked?.Contains(id, StringComparer.Ordinal) == true;

    /// <summary>The document with an id as it is stored, if it is of a kind; else null.</summary>
    public StoredDocument? Find(string id, string kind)
    {
        foreach (var document in documents)
        {
            if (document.Id == id)
                return document.Kind == kind ? document : null;
        }

        return null;
    }

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
    /// <summary>
    /// Reads documents, also of different types, by their ids: one round trip instead of one for each. One alone is a point read, which is
    /// cheaper.
    /// </summary>
    public static async ValueTask<SomeDocuments> ReadSomeAsync(
        this IDocumentStore store,
        ContainerDefinition container,
        string partition,
        IReadOnlyList<string> ids,
        CancellationToken cancellation = default)
    {
        if (ids is [var only])
        {
            var key = new DocumentKey(container, partition, only);
            return new SomeDocuments(await store.ReadAsync(key, cancellation) is { } document ? [document] : [], ids);
        }

        var query = new DocumentQuery(container, partition)
        {
            Filters = [new DocumentFilter.OneOf("id", [.. ids.Select(id => (FilterValue)id)])],
            Limit = ids.Count,
        };
        return new SomeDocuments((await store.QueryAsync(query, cancellation)).Documents, ids);
    }
}
