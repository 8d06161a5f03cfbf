using System.Runtime.InteropServices;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Sqlite;

/// <summary>
/// What was last written or asked for by its id, in memory: every commit empties the page caches of all readers, so a read by id takes
/// them a dozen pages of the file. The writer keeps it true; nobody else writes the file, whose folder belongs to one process. While a
/// document is being written it is not known here, so that nobody finds an earlier version than the file has.
/// </summary>
/// <param name="mostBytes">How many bytes of documents are kept; half of them may be such as nobody asks for any more.</param>
internal sealed class RecentDocuments(int mostBytes = 1024 * 1024)
{
    // What a document takes besides its JSON, and one that is known not to be there.
    private const int Overhead = 256;

    // One that is larger would drive out many.
    private const int MostOfDocument = 32 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, int> beingWritten = [];
    private Dictionary<Key, Known> young = [];
    private Dictionary<Key, Known> old = [];
    private int bytesOfYoung;

    /// <summary>Finds documents of a partition, in one state; null: not all are known, the file is to be read.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="ids">The ids; what of them does not exist is not in the answer.</param>
    /// <param name="inquiry">What <see cref="Tell"/> is to be given when the file was read.</param>
    public List<StoredDocument>? Find(string partition, ReadOnlySpan<string> ids, out object? inquiry)
    {
        inquiry = null;
        List<StoredDocument> found = new(ids.Length);
        lock (gate)
        {
            foreach (var id in ids)
            {
                var key = new Key(partition, id);
                if (beingWritten.ContainsKey(key))
                    inquiry ??= new object();
                else if (!IsKnown(key, out var document, out _))
                    Keep(key, new Known(Document: null, inquiry ??= new object(), Row: 0));
                else if (document is { } there)
                    found.Add(there);
            }
        }

        return inquiry is null ? found : null;
    }

    /// <summary>Tells what was found in the file; passed over when the document was written meanwhile.</summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="id">Its id.</param>
    /// <param name="document">The document, which does not expire; null: there is none.</param>
    /// <param name="row">Its row.</param>
    /// <param name="inquiry">What <see cref="Find"/> gave before the file was read.</param>
    public void Tell(string partition, string id, StoredDocument? document, long row, object? inquiry)
    {
        if (document?.Json.Length > MostOfDocument)
            return;
        var key = new Key(partition, id);
        lock (gate)
        {
            if (!beingWritten.ContainsKey(key) && young.TryGetValue(key, out var known) && known.Inquiry is { } open && open == inquiry)
                Keep(key, new Known(document, Inquiry: null, row));
        }
    }

    /// <summary>
    /// A document as the writer would find it in the file; null: it is not known, or not there. It writes only to a row that has that version.
    /// </summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="id">Its id.</param>
    /// <param name="row">Its row.</param>
    public StoredDocument? Standing(string partition, string id, out long row)
    {
        var key = new Key(partition, id);
        lock (gate)
        {
            row = 0;
            return !beingWritten.ContainsKey(key) && IsKnown(key, out var document, out row) ? document : null;
        }
    }

    /// <summary>A transaction is about to write these. Called by the writer, as <see cref="End"/> is.</summary>
    public void Begin(DocumentBatch batch)
    {
        lock (gate)
        {
            foreach (var write in batch.Writes)
                CollectionsMarshal.GetValueRefOrAddDefault(beingWritten, new Key(batch.Partition, write.Id), out _)++;
        }
    }

    /// <summary>The transaction has ended.</summary>
    /// <param name="batch">What it was to write.</param>
    /// <param name="etags">The versions it has written; null: it has written nothing.</param>
    /// <param name="rows">The rows that have them.</param>
    public void End(DocumentBatch batch, IReadOnlyList<string>? etags, ReadOnlySpan<long> rows)
    {
        lock (gate)
        {
            for (var i = 0; i < batch.Writes.Count; i++)
            {
                var (write, key) = (batch.Writes[i], new Key(batch.Partition, batch.Writes[i].Id));
                if (--CollectionsMarshal.GetValueRefOrNullRef(beingWritten, key) == 0)
                    beingWritten.Remove(key);
                if (etags is null)
                    continue;
                if (Written(batch.Partition, write, etags[i], rows[i]) is { } known)
                    Keep(key, known);
                else
                    Forget(key);
            }
        }
    }

    /// <summary>Forgets a document that is not as it was known.</summary>
    public void Forget(string partition, string id)
    {
        lock (gate)
            Forget(new Key(partition, id));
    }

    /// <summary>What is known of a document once it is written; null: nothing, since it expires, or is too large.</summary>
    private static Known? Written(string partition, DocumentWrite write, string etag, long row) => write switch
    {
        DocumentWrite.Create { TimeToLive: null, Json.Length: <= MostOfDocument } create =>
            new Known(new StoredDocument(create.Id, partition, create.Kind, etag, create.Json), Inquiry: null, row),
        DocumentWrite.Replace { TimeToLive: null, Json.Length: <= MostOfDocument } replace =>
            new Known(new StoredDocument(replace.Id, partition, replace.Kind, etag, replace.Json), Inquiry: null, row),
        DocumentWrite.Delete => new Known(Document: null, Inquiry: null, Row: 0),
        _ => null,
    };

    private bool IsKnown(Key key, out StoredDocument? document, out long row)
    {
        var isThere = young.TryGetValue(key, out var known);
        if (!isThere && old.TryGetValue(key, out known))
        {
            isThere = true;
            Keep(key, known);
        }

        (document, row) = (known.Document, known.Row);
        return isThere && known.Inquiry is null;
    }

    private void Keep(Key key, Known known)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(young, key, out var isThere);
        bytesOfYoung += known.Bytes - (isThere ? kept.Bytes : 0);
        kept = known;

        if (bytesOfYoung <= mostBytes / 2)
            return;

        // What nobody has asked for since the last time is forgotten. New tables would be large objects, which only full collections take away.
        (old, young, bytesOfYoung) = (young, old, 0);
        young.Clear();
    }

    private void Forget(Key key)
    {
        if (young.Remove(key, out var known))
            bytesOfYoung -= known.Bytes;
        old.Remove(key);
    }

    private readonly record struct Key(string Partition, string Id);

    /// <summary>What is known of a document, or that somebody reads it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Known(StoredDocument? Document, object? Inquiry, long Row)
    {
        public int Bytes => Overhead + (Document?.Json.Length ?? 0);
    }
}
