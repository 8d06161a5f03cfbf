using System.Collections.Frozen;
using System.Net;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>Documents in Azure Cosmos DB. A miss or a lost race costs no exception: everything goes through the stream APIs.</summary>
public sealed class CosmosDocumentStore : IDocumentStore
{
    // The caller of a commit whose answer was lost has waited for the whole of the first timeout already.
    private static readonly TimeSpan FindOutTimeout = TimeSpan.FromSeconds(5);

    private readonly CosmosContainers creation;
    private readonly CosmosCalls calls;
    private readonly CosmosCalls afterwards;
    private readonly Lazy<FrozenDictionary<string, Container>> containers;
    private readonly string description;

    /// <summary>A store in a database of an account.</summary>
    /// <param name="client">The app's client; the store does not dispose it.</param>
    /// <param name="options">The name of the database, and how long an operation may take.</param>
    /// <param name="logger">Told when containers are missing and may not be created.</param>
    /// <param name="containers">The containers; by default those of Focusflow.</param>
    public CosmosDocumentStore(
        CosmosClient client,
        CosmosOptions options,
        ILogger<CosmosDocumentStore> logger,
        IReadOnlyList<ContainerDefinition>? containers = null)
        : this(new Lazy<CosmosClient>(client), options, logger, gate: null, containers)
    {
    }

    /// <summary>A store whose client is made when somebody asks for a document: that takes longer than all else about a first answer without.</summary>
    internal CosmosDocumentStore(
        Lazy<CosmosClient> client, CosmosOptions options, ILogger<CosmosDocumentStore> logger, CosmosGate? gate, IReadOnlyList<ContainerDefinition>? containers = null)
    {
        containers ??= Containers.All;
        description = $"Cosmos DB {options.Endpoint} ({options.Database})";
        calls = new CosmosCalls(options.Timeout, gate);
        afterwards = new CosmosCalls(options.Timeout < FindOutTimeout ? options.Timeout : FindOutTimeout);
        creation = new CosmosContainers(client, options.Database, containers, new CosmosCalls(options.Timeout), logger);
        this.containers = new(() => containers.ToFrozenDictionary(
            container => container.Name, container => client.Value.GetContainer(options.Database, container.Name), StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => ReadAsync(key, calls, cancellation);

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        DocumentRules.Check(query);
        return new CosmosQuery(ContainerOf(query.Container), query, calls).ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(DocumentBatch batch)
    {
        DocumentRules.Check(batch);
        var container = ContainerOf(batch.Container);
        try
        {
            return await new CosmosCommit(container, batch, calls).RunAsync();
        }
        catch (OutcomeUnknownException lost)
        {
            return await LostAnswer.FindOutAsync(
                batch, lost, again => new CosmosCommit(container, again, afterwards).RunAsync(), key => ReadAsync(key, afterwards, default));
        }
    }

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadChangesAsync(
        ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new CosmosChangeFeed(ContainerOf(container), container, calls).ReadAsync(checkpoint, limit, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> SplitChangesAsync(
        ContainerDefinition container, string? checkpoint, CancellationToken cancellation = default) =>
        new CosmosChangeFeed(ContainerOf(container), container, calls).SplitAsync(checkpoint, cancellation);

    /// <inheritdoc/>
    public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => creation.EnsureCreatedAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask CheckAsync(CancellationToken cancellation = default)
    {
        // Reading a document that is not there takes the whole way to the data, for one request unit.
        foreach (var container in containers.Value.Values)
        {
            using var response = await calls.RunAsync(
                limited => container.ReadItemStreamAsync("ready", new PartitionKey("ready"), cancellationToken: limited), cancellation);
            return;
        }
    }

    /// <summary>Where the documents are, for people.</summary>
    public override string ToString() => description;

    private async ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CosmosCalls through, CancellationToken cancellation)
    {
        if (!DocumentRules.IsValidId(key.Id))
            return null;
        var container = ContainerOf(key.Container);
        using var response = await through.RunAsync(
            limited => container.ReadItemStreamAsync(key.Id, new PartitionKey(key.Partition), cancellationToken: limited), cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode)
            throw CosmosCalls.Unexpected(response.StatusCode, response.ErrorMessage);
        return CosmosJson.Document(await CosmosJson.ReadAllAsync(response.Content, cancellation), key.Container.PartitionKey);
    }

    private Container ContainerOf(ContainerDefinition container) =>
        containers.Value.TryGetValue(container.Name, out var found)
            ? found
            : throw new ArgumentException($"The container {container.Name} is not declared.", nameof(container));
}
