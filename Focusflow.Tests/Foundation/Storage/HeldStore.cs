using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>A store in which one user's searches stay until they are let go.</summary>
internal sealed class HeldStore : IDocumentStore
{
    private readonly SemaphoreSlim gate = new(0);
    private readonly Lock turn = new();
    private IDocumentStore inner = null!;
    private int inside;

    /// <summary>Whose searches are held; nobody's at first.</summary>
    public string? Held { get; set; }

    /// <summary>One for each search that has come to the store.</summary>
    public SemaphoreSlim Entered { get; } = new(0);

    /// <summary>The most that were held at the same time.</summary>
    public int Most { get; private set; }

    /// <summary>Puts it around the store that is registered.</summary>
    public static HeldStore Around(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IDocumentStore)).ImplementationFactory!;
        var held = new HeldStore();
        services.Replace(ServiceDescriptor.Singleton<IDocumentStore>(provider =>
        {
            held.inner = (IDocumentStore)registered(provider);
            return held;
        }));
        return held;
    }

    /// <summary>Lets so many go on.</summary>
    public void LetGo(int count) => gate.Release(count);

    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => inner.ReadAsync(key, cancellation);

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        if (Held is null || query.Partition != Held || !query.Filters.Any(filter => filter is DocumentFilter.HasText))
            return await inner.QueryAsync(query, cancellation);
        lock (turn)
            Most = Math.Max(Most, ++inside);
        Entered.Release();
        await gate.WaitAsync(cancellation);
        try
        {
            return await inner.QueryAsync(query, cancellation);
        }
        finally
        {
            lock (turn)
                inside--;
        }
    }

    public ValueTask<CommitResult> CommitAsync(DocumentBatch batch) => inner.CommitAsync(batch);

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);
}
