using System.Globalization;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Focus;

/// <summary>
/// As much of a store as a simulation of sessions needs, in memory: a simulation does a hundred thousand things one after
/// the other, and a file would spend its time on changing threads. For one thread at a time; pages are as long as it takes.
/// </summary>
internal sealed class MemoryStore : IDocumentStore
{
    private readonly Dictionary<string, Dictionary<(string Partition, string Id), StoredDocument>> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Partition, string Id), string> kindOf = [];
    private long versions;

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => new(Find(key.Partition, key.Id));

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        if (query is { Partition: { } partition, Filters: [DocumentFilter.OneOf("id", var ids)] })
            return new(new DocumentPage([.. ids.Select(id => Find(partition, (string)id.Value)).OfType<StoredDocument>()], null));
        var found = kinds.GetValueOrDefault(query.Kinds.Single())?.Values.Where(document => query.Filters.All(filter => Holds(document, filter))) ?? [];
        return new(new DocumentPage([.. found.OrderBy(document => Text(document, query.Sort!.Path), StringComparer.Ordinal)], null));
    }

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            var stored = Find(batch.Partition, batch.Writes[i].Id);
            var refused = batch.Writes[i] switch
            {
                DocumentWrite.Create => stored is null ? CommitStatus.Committed : CommitStatus.Conflict,
                DocumentWrite.Replace replace => stored?.ETag == replace.ETag ? CommitStatus.Committed : CommitStatus.PreconditionFailed,
                DocumentWrite.Delete delete => stored?.ETag == delete.ETag ? CommitStatus.Committed : CommitStatus.PreconditionFailed,
                _ => throw new InvalidOperationException(),
            };
            if (refused != CommitStatus.Committed)
                return new(new CommitResult(refused, i, []));
        }

        return new(new CommitResult(CommitStatus.Committed, -1, [.. batch.Writes.Select(write => Write(batch.Partition, write))]));
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => default;

    public ValueTask CheckAsync(CancellationToken cancellation = default) => default;

    /// <summary>All documents of a kind, whoever's they are.</summary>
    public IEnumerable<StoredDocument> All(string kind) => (IEnumerable<StoredDocument>?)kinds.GetValueOrDefault(kind)?.Values ?? [];

    private string Write(string partition, DocumentWrite write)
    {
        var key = (partition, write.Id);
        if (kindOf.Remove(key, out var before))
            kinds[before].Remove(key);
        var (kind, json) = write switch
        {
            DocumentWrite.Create create => (create.Kind, create.Json),
            DocumentWrite.Replace replace => (replace.Kind, replace.Json),
            _ => ("", default),
        };
        if (kind.Length == 0)
            return "";
        var version = (++versions).ToString(CultureInfo.InvariantCulture);
        if (!kinds.TryGetValue(kind, out var documents))
            kinds.Add(kind, documents = []);
        documents[key] = new StoredDocument(write.Id, partition, kind, version, json);
        kindOf[key] = kind;
        return version;
    }

    private StoredDocument? Find(string partition, string id) =>
        kindOf.TryGetValue((partition, id), out var kind) ? kinds[kind][(partition, id)] : null;

    private static bool Holds(StoredDocument document, DocumentFilter filter)
    {
        var between = (DocumentFilter.Between)filter;
        var value = Text(document, between.Path);
        return (between.From is not { } from || string.CompareOrdinal(value, (string)from.Value) >= 0)
            && (between.Before is not { } before || string.CompareOrdinal(value, (string)before.Value) < 0);
    }

    private static string Text(StoredDocument document, string path) => JsonElement.Parse(document.Json.Span).GetProperty(path).GetString()!;
}
