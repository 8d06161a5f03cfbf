using System.Text.Json;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>
/// Knows the partitions of a container, from its change feed: no store lists them, and the feed is what every store has. It
/// reads when somebody looks, a bounded number of changes each time, and goes on where it stopped.
/// </summary>
internal sealed class PartitionFollower(IDocumentStore store, ContainerDefinition container)
{
    private const int PageSize = 500;
    private const int PagesAtOnce = 10;
    private const int MostKept = 5000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Known> partitions = new(StringComparer.Ordinal);
    private volatile string? checkpoint;
    private long order;

    /// <summary>Reads what has changed; false: more is waiting.</summary>
    public async Task<bool> FollowAsync(CancellationToken cancellation)
    {
        // Two who look at once read the same changes, which does no harm.
        for (var pages = 0; pages < PagesAtOnce; pages++)
        {
            var page = await store.ReadChangesAsync(container, checkpoint, PageSize, cancellation);
            Note(page.Documents);
            checkpoint = page.Checkpoint;
            if (!page.HasMore)
                return true;
        }

        return false;
    }

    /// <summary>The partitions whose key or label holds a text, those changed last first.</summary>
    public IReadOnlyList<PartitionLine> Find(string text, int limit)
    {
        lock (gate)
        {
            return
            [
                .. partitions
                    .Where(known => known.Key.Contains(text, StringComparison.OrdinalIgnoreCase)
                        || known.Value.Label?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                    .OrderByDescending(known => known.Value.Order)
                    .Take(limit)
                    .Select(known => new PartitionLine(known.Key, known.Value.Label)),
            ];
        }
    }

    private void Note(IReadOnlyList<StoredDocument> documents)
    {
        lock (gate)
        {
            foreach (var document in documents)
            {
                // A label stays until the document that told it tells none any more, as when somebody else stands in its place.
                var told = Label(document.Json);
                var before = partitions.GetValueOrDefault(document.Partition);
                var keeps = told is null && before is not null && before.LabelledBy != document.Id;
                partitions[document.Partition] = keeps
                    ? before! with { Order = ++order }
                    : new Known(++order, told, told is null ? null : document.Id);
            }

            if (partitions.Count <= MostKept)
                return;
            foreach (var oldest in partitions.OrderBy(known => known.Value.Order).Take(partitions.Count - MostKept).ToArray())
                partitions.Remove(oldest.Key);
        }
    }

    private static string? Label(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.String ? email.GetString() : null;
    }

    private sealed record Known(long Order, string? Label, string? LabelledBy);
}
