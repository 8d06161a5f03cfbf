using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>The transactions of a request with a key: the last one waits for the answer.</summary>
/// <param name="run">The request.</param>
/// <param name="careful">
/// Whether to look first if a transaction can be written, because one that seemed so could not. A use case that relies on being
/// refused then is.
/// </param>
internal sealed class KeyedBatch(KeyedRun run, bool careful)
{
    private readonly Dictionary<string, string> versions = new(StringComparer.Ordinal);
    private readonly string mark = $"kept-{Guid.NewGuid():N}-";
    private DocumentBatch? waiting;
    private int given;

    /// <summary>What waits for the answer, or null.</summary>
    public DocumentBatch? Waiting => waiting;

    /// <summary>The versions given for what waits.</summary>
    public IReadOnlyList<string> Placeholders { get; private set; } = [];

    /// <summary>Keeps a batch waiting, or writes it when it is not one of the user's.</summary>
    public async ValueTask<CommitResult> CommitAsync(IDocumentStore store, DocumentBatch batch)
    {
        await FlushAsync(store);
        batch = batch with { Writes = [.. batch.Writes.Select(Translate)] };
        if (batch.Container != Containers.UserData || batch.Partition != run.UserId || batch.Writes.Count is 0 or DocumentBatch.MaxWrites)
            return await store.CommitAsync(batch);
        DocumentRules.Check(batch);
        if (careful && await RefusalAsync(store, batch) is { } refused)
            return refused;
        waiting = batch;
        Placeholders = [.. batch.Writes.Select(write => write is DocumentWrite.Delete ? "" : $"{mark}{given++}")];
        return new CommitResult(CommitStatus.Committed, -1, Placeholders);
    }

    /// <summary>What waits of a document: it is as good as written. False when the store has to be asked.</summary>
    public bool TryRead(DocumentKey key, out StoredDocument? document)
    {
        document = null;
        if (waiting is not { } batch || key.Container != batch.Container || key.Partition != batch.Partition)
            return false;
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            if (batch.Writes[i].Id != key.Id)
                continue;
            document = batch.Writes[i] switch
            {
                DocumentWrite.Create create => new StoredDocument(key.Id, key.Partition, create.Kind, Placeholders[i], create.Json),
                DocumentWrite.Replace replace => new StoredDocument(key.Id, key.Partition, replace.Kind, Placeholders[i], replace.Json),
                _ => null,
            };
            return true;
        }

        return false;
    }

    /// <summary>Writes what waits, which was not the last, with a record that says that there is more to come.</summary>
    public async ValueTask FlushAsync(IDocumentStore store)
    {
        if (waiting is null)
            return;
        var record = run.Record ?? new KeyedRequest { Id = run.RequestId, UserId = run.UserId!, Fingerprint = run.Fingerprint };
        if (!await TryWriteAsync(store, record))
            throw new KeyedRunOvertakenException();
    }

    /// <summary>Writes what waits (perhaps nothing) and the record, in one transaction. False when nothing was written.</summary>
    public async ValueTask<bool> TryWriteAsync(IDocumentStore store, KeyedRequest? record)
    {
        // The record first: whether somebody else has done the same request decides before anything else does.
        var writes = new WriteSet(Containers.UserData, run.UserId!);
        if (record is not null)
            writes.Put(record);
        foreach (var write in waiting?.Writes ?? [])
            writes.Add(write);
        var result = await writes.CommitAsync(store);
        if (!result.Succeeded)
            return false;

        var first = record is null ? 0 : 1;
        for (var i = 0; i < Placeholders.Count && waiting is not null; i++)
        {
            if (Placeholders[i].Length > 0)
                versions[Placeholders[i]] = result.ETags[first + i];
        }

        waiting = null;
        if (record is not null)
            run.Record = record with { ETag = result.ETags[0] };
        return true;
    }

    /// <summary>Puts the versions into a text that are known by now.</summary>
    public string WithVersions(string text)
    {
        if (!text.Contains(mark, StringComparison.Ordinal))
            return text;

        // The longest first: the eleventh placeholder begins like the first.
        foreach (var (placeholder, version) in versions.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(placeholder, version, StringComparison.Ordinal);
        return text;
    }

    private DocumentWrite Translate(DocumentWrite write) => write switch
    {
        DocumentWrite.Replace replace when versions.TryGetValue(replace.ETag, out var version) => replace with { ETag = version },
        DocumentWrite.Delete delete when versions.TryGetValue(delete.ETag, out var version) => delete with { ETag = version },
        _ => write,
    };

    private static async ValueTask<CommitResult?> RefusalAsync(IDocumentStore store, DocumentBatch batch)
    {
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            var stored = await store.ReadAsync(new DocumentKey(batch.Container, batch.Partition, batch.Writes[i].Id));
            if (batch.Writes[i] is DocumentWrite.Create && stored is not null)
                return new CommitResult(CommitStatus.Conflict, i, []);
            if (batch.Writes[i] is DocumentWrite.Replace { ETag: var replaced } && stored?.ETag != replaced)
                return new CommitResult(CommitStatus.PreconditionFailed, i, []);
            if (batch.Writes[i] is DocumentWrite.Delete { ETag: var deleted } && stored?.ETag != deleted)
                return new CommitResult(CommitStatus.PreconditionFailed, i, []);
        }

        return null;
    }
}

/// <summary>What counted as written could not be: the request is to be carried out anew.</summary>
internal sealed class KeyedRunOvertakenException() : Exception("Others have changed what the request was about.");
