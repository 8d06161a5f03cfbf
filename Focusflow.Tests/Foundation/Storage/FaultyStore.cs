using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>A store whose commits can be made to fail, before or after they took effect, or to wait for something.</summary>
internal sealed class FaultyStore : IDocumentStore
{
    private IDocumentStore inner;

    public FaultyStore(IDocumentStore inner) => this.inner = inner;

    /// <summary>Puts a faulty store around the one that is registered.</summary>
    public static FaultyStore Around(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IDocumentStore)).ImplementationFactory!;
        var faulty = new FaultyStore(null!);
        services.Replace(ServiceDescriptor.Singleton<IDocumentStore>(provider =>
        {
            faulty.inner = (IDocumentStore)registered(provider);
            return faulty;
        }));
        return faulty;
    }

    /// <summary>The commits so far.</summary>
    public int Commits { get; private set; }

    /// <summary>Which commit fails from now on counted, 1 for the next; 0 for none.</summary>
    public int FailingCommit { get; set; }

    /// <summary>Whether the failing commit takes effect all the same, as when an answer is lost on its way.</summary>
    public bool TakesEffect { get; set; }

    /// <summary>Whether the store cannot be reached at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>Runs before a commit; for what others may do in between.</summary>
    public Func<DocumentBatch, Task>? BeforeCommit { get; set; }

    /// <summary>Runs after a commit, before its caller hears of it.</summary>
    public Action<DocumentBatch>? AfterCommit { get; set; }

    /// <summary>Whether nothing can be written, though all can be read.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Runs after a read, before its caller gets to see it.</summary>
    public Func<Task>? AfterRead { get; set; }

    public async ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        ThrowIfDown();
        var document = await inner.ReadAsync(key, cancellation);
        if (AfterRead is { } after)
            await after();
        return document;
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        ThrowIfDown();
        return inner.QueryAsync(query, cancellation);
    }

    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        ThrowIfDown();
        if (IsReadOnly)
            throw new StoreUnavailableException("The disk is full.");
        Commits++;
        var fails = FailingCommit > 0 && --FailingCommit == 0;
        if (fails && !TakesEffect)
            throw new StoreUnavailableException("The store failed before it wrote.");
        if (BeforeCommit is { } before)
            await before(batch);
        var result = await inner.CommitAsync(batch);
        AfterCommit?.Invoke(batch);
        return fails ? throw new StoreUnavailableException("The store failed after it wrote.") : result;
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        ThrowIfDown();
        return inner.ReadChangesAsync(container, checkpoint, limit, cancellation);
    }

    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default)
    {
        ThrowIfDown();
        return inner.CheckAsync(cancellation);
    }

    private void ThrowIfDown()
    {
        if (IsDown)
            throw new StoreUnavailableException("The store is down.", TimeSpan.FromSeconds(7));
    }
}
