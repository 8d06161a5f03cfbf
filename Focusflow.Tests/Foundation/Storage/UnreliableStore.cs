using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// A store at the end of a bad line: it fails before it has written and after, loses answers, and takes its time. What an
/// adapter finds out about a lost answer it finds out as an adapter does.
/// </summary>
/// <param name="inner">The store at the other end.</param>
/// <param name="faults">What goes wrong.</param>
internal sealed class UnreliableStore(IDocumentStore inner, StoreFaults faults) : IDocumentStore
{
    /// <summary>Puts the line right before the store that a host brings along; call it before the app adds its own layers.</summary>
    public static void Beneath(LocalHostBuilder builder, StoreFaults faults)
    {
        var brought = builder.Services.Last(service => service.ServiceType == typeof(IDocumentStore)).ImplementationFactory!;
        builder.Services.Replace(ServiceDescriptor.Singleton<IDocumentStore>(provider => new UnreliableStore((IDocumentStore)brought(provider), faults)));
    }

    public async ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default)
    {
        await faults.BeforeReadAsync();
        return await inner.ReadAsync(key, cancellation);
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        await faults.BeforeReadAsync();
        return await inner.QueryAsync(query, cancellation);
    }

    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        try
        {
            return await SendAsync(batch);
        }
        catch (OutcomeUnknownException lost)
        {
            return await LostAnswer.FindOutAsync(batch, lost, SendAsync, key => ReadAsync(key));
        }
    }

    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) =>
        inner.ReadChangesAsync(container, checkpoint, limit, cancellation);

    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        inner.SplitChangesAsync(container, checkpoint, cancellation);

    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => inner.EnsureCreatedAsync(cancellation);

    public ValueTask CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    private async ValueTask<CommitResult> SendAsync(DocumentBatch batch)
    {
        await faults.BeforeCommitAsync();
        var result = await inner.CommitAsync(batch);
        await faults.AfterCommitAsync();
        return result;
    }
}

/// <summary>What goes wrong with a store, and when; nothing as long as nobody says so.</summary>
internal sealed class StoreFaults
{
    private readonly Lock turn = new();
    private Random? random;
    private int callsLeft;
    private Func<Task>? happening;

    /// <summary>From now on everything may go wrong, by chance; null: nothing.</summary>
    public Random? Random
    {
        set
        {
            lock (turn)
                random = value;
        }
    }

    /// <summary>How much went wrong so far.</summary>
    public int Count { get; private set; }

    /// <summary>Lets something happen before or after one of the next calls: calls and their ends are counted.</summary>
    public void Plan(int calls, Func<Task> happen)
    {
        lock (turn)
            (callsLeft, happening) = (calls, happen);
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Stop()
    {
        lock (turn)
            (random, happening) = (null, null);
    }

    public async Task BeforeReadAsync()
    {
        await StepAsync();
        if (Draw(100) < 4)
            throw new StoreUnavailableException("The line broke while reading.");
    }

    public async Task BeforeCommitAsync()
    {
        await StepAsync();
        switch (Draw(100))
        {
            case < 6:
                throw new StoreUnavailableException("The line broke before anything was sent.");
            case < 14:
                throw new OutcomeUnknownException("The line broke while sending.");
        }
    }

    public async Task AfterCommitAsync()
    {
        await StepAsync();
        if (Draw(100) < 15)
            throw new OutcomeUnknownException("The answer was lost.");
    }

    // Others get their turn in between, as while a real store takes its time.
    private async Task StepAsync()
    {
        for (var pause = Draw(4); pause > 0 && pause < 4; pause--)
            await Task.Yield();
        Func<Task>? happen = null;
        lock (turn)
        {
            if (happening is not null && --callsLeft <= 0)
                (happen, happening) = (happening, null);
        }

        if (happen is not null)
            await happen();
    }

    private int Draw(int bound)
    {
        lock (turn)
        {
            var drawn = random?.Next(bound) ?? bound;
            Count += random is not null && bound == 100 && drawn < 6 ? 1 : 0;
            return drawn;
        }
    }
}
