using System.Collections.Concurrent;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>A store that keeps count of the calls for each partition, in the foreground and in the background.</summary>
internal sealed class WatchingStore : IDocumentStore
{
    private readonly ConcurrentDictionary<string, int> calls = new(StringComparer.Ordinal);
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

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        Count(key.Partition);
        return inner.ReadAsync(key, cancellation);
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        Count(query.Partition ?? "");
        return inner.QueryAsync(query, cancellation);
    }

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        Count(batch.Partition);
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

    private void Count(string partition) => calls.AddOrUpdate(partition, 1, static (_, before) => before + 1);
}
