namespace Focusflow.Core.Foundation.Storage;

/// <summary>Collects the typed writes of one use case to one partition and commits them together.</summary>
/// <param name="container">The container.</param>
/// <param name="partition">The partition.</param>
/// <param name="read">What was read at once of the partition because the use case needs it, or most likely will.</param>
public sealed class WriteSet(ContainerDefinition container, string partition, SomeDocuments? read = null)
{
    private readonly List<DocumentWrite> writes = [];

    /// <summary>The number of writes so far; at most <see cref="DocumentBatch.MaxWrites"/> can be committed.</summary>
    public int Count => writes.Count;

    /// <summary>Writes to the user's own partition of <c>userdata</c>.</summary>
    public static WriteSet ForUser(string userId, SomeDocuments? read = null) => new(Containers.UserData, userId, read);

    /// <summary>A document of the partition that is to be changed, or null: as it was read for these writes, or else from the store.</summary>
    public ValueTask<T?> ReadAsync<T>(IDocumentStore store, string id, CancellationToken cancellation)
        where T : Document, IDocument<T> =>
        read?.Knows(id) == true ? new(read.Find(id, T.KindName)?.As<T>()) : store.ReadAsync<T>(partition, id, cancellation);

    /// <summary>Adds a document that must not exist yet.</summary>
    public WriteSet Create<T>(T document)
        where T : Document, IDocument<T>
    {
        writes.Add(new DocumentWrite.Create(document.Id, T.KindName, DocumentJson.Write(document)) { TimeToLive = document.TimeToLive });
        return this;
    }

    /// <summary>Replaces the version that was read (<see cref="Document.ETag"/>).</summary>
    public WriteSet Replace<T>(T document)
        where T : Document, IDocument<T>
    {
        writes.Add(new DocumentWrite.Replace(document.Id, T.KindName, DocumentJson.Write(document), document.ETag) { TimeToLive = document.TimeToLive });
        return this;
    }

    /// <summary>Creates the document if it was never stored, else replaces the version that was read.</summary>
    public WriteSet Put<T>(T document)
        where T : Document, IDocument<T> =>
        document.ETag.Length == 0 ? Create(document) : Replace(document);

    /// <summary>Deletes the version that was read.</summary>
    public WriteSet Delete(Document document)
    {
        writes.Add(new DocumentWrite.Delete(document.Id, document.ETag));
        return this;
    }

    /// <summary>Adds a write that was made elsewhere.</summary>
    public WriteSet Add(DocumentWrite write)
    {
        writes.Add(write);
        return this;
    }

    /// <summary>Commits everything that was added, or nothing.</summary>
    public ValueTask<CommitResult> CommitAsync(IDocumentStore store) => store.CommitAsync(new DocumentBatch(container, partition, writes));

    /// <summary>A document as the commit has stored it, for answering without reading it again.</summary>
    /// <param name="commit">The successful commit of this set.</param>
    /// <param name="index">Which write, in the order they were added; not a delete.</param>
    public StoredDocument Stored(CommitResult commit, int index = 0) => writes[index] switch
    {
        DocumentWrite.Create write => new(write.Id, partition, write.Kind, commit.ETags[index], write.Json),
        DocumentWrite.Replace write => new(write.Id, partition, write.Kind, commit.ETags[index], write.Json),
        var write => throw new InvalidOperationException($"The write of {write.Id} leaves no document."),
    };
}
