using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>A store that keeps count of the calls for each partition, in the foreground and in the background.</summary>
internal sealed partial class WatchingStore : IDocumentStore
{
    private readonly ConcurrentDictionary<string, int> calls = new(StringComparer.Ordinal);
    private ConcurrentQueue<string> trips = [];
    private IDocumentStore inner = null!;

    /// <summary>Puts a watching store around the one that is registered.</summary>
    public static WatchingStore Around(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IDocumentStore)).ImplementationFactory!;
        var watching = new WatchingStore();
        services.Replace(ServiceDescriptor.Singleton<IDocumentStore>(provider =>
        {
            watching.inner = (IDocumentStore)registered(provider);
            return watching;
        }));
        return watching;
    }

    /// <summary>How often a partition was asked for so far.</summary>
    public int CallsFor(string partition) => calls.GetValueOrDefault(partition);

    /// <summary>
    /// What was asked for since the last time, in words: <c>read userdata account</c>, <c>list userdata task</c>, <c>write userdata task</c>.
    /// Ids that nobody chose are told as a dot.
    /// </summary>
    public IReadOnlyList<string> TakeTrips() => [.. Interlocked.Exchange(ref trips, []).Order(StringComparer.Ordinal)];

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        Count(key.Partition);
        Note("read", key.Container, [key.Id]);
        return inner.ReadAsync(key, cancellation);
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        Count(query.Partition ?? "");
        if (query.Filters is [DocumentFilter.OneOf("id", var ids)])
            Note("read", query.Container, ids.Select(id => (string)id.Value));
        else
            Note("list", query.Container, query.Kinds.Concat(query.Besides));
        return inner.QueryAsync(query, cancellation);
    }

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        Count(batch.Partition);
        Note("write", batch.Container, batch.Writes.Select(write => write switch
        {
            DocumentWrite.Create create => create.Kind,
            DocumentWrite.Replace replace => replace.Kind,
            _ => "-" + write.Id,
        }));
        return inner.CommitAsync(batch);
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|:[A-Za-z0-9_-]{43}")]
    private static partial Regex Chosen { get; }

    private void Count(string partition) => calls.AddOrUpdate(partition, 1, static (_, before) => before + 1);

    private void Note(string verb, ContainerDefinition container, IEnumerable<string> what) =>
        trips.Enqueue($"{verb} {container.Name} {string.Join(", ", what.Select(one => Chosen.Replace(one, ".")))}");
}
