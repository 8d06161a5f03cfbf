using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// What every <see cref="IDocumentStore"/> must do. An adapter derives a test class and says how to open a store and how
/// to let its clock run.
/// </summary>
public abstract partial class DocumentStoreContract : IAsyncLifetime
{
    protected ContainerDefinition Things { get; } = Thing.NewContainer();

    protected ContainerDefinition OtherThings { get; } = Thing.NewContainer();

    protected IDocumentStore Store { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Store = await OpenAsync([Things, OtherThings]);
        await Store.EnsureCreatedAsync();
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Opens a store with these containers declared, not yet created.</summary>
    protected abstract Task<IDocumentStore> OpenAsync(IReadOnlyList<ContainerDefinition> containers);

    /// <summary>Lets time pass for the store.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    protected async Task<CommitResult> CommitAsync(string partition, params IReadOnlyList<DocumentWrite> writes) =>
        await Store.CommitAsync(new DocumentBatch(Things, partition, writes));

    protected async Task<string> CreateAsync(Thing thing, TimeSpan? timeToLive = null)
    {
        var result = await CommitAsync(thing.Owner, thing.Create(timeToLive));
        result.Status.ShouldBe(CommitStatus.Committed);
        return result.ETags.ShouldHaveSingleItem();
    }

    protected async Task<StoredDocument?> ReadAsync(string partition, string id) =>
        await Store.ReadAsync(new DocumentKey(Things, partition, id));

    protected DocumentQuery Query(string? partition, params IReadOnlyList<string> kinds) => new(Things, partition, kinds);

    /// <summary>All pages of a query.</summary>
    protected async Task<List<Thing>> AllAsync(DocumentQuery query)
    {
        List<Thing> all = [];
        for (string? continuation = null; ;)
        {
            var page = await Store.QueryAsync(query with { Continuation = continuation });
            page.Documents.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            all.AddRange(page.Documents.Select(Thing.Of));
            continuation = page.Continuation;
            if (continuation is null)
                return all;
        }
    }

    /// <summary>All changes after a checkpoint.</summary>
    protected async Task<(List<StoredDocument> Documents, string Checkpoint)> ChangesAsync(string? checkpoint, int limit = 100)
    {
        List<StoredDocument> all = [];
        while (true)
        {
            var page = await Store.ReadChangesAsync(Things, checkpoint, limit);
            all.AddRange(page.Documents);
            checkpoint = page.Checkpoint;
            if (!page.HasMore)
                return (all, page.Checkpoint);
        }
    }
}
