using System.Net;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>
/// Creates the database and the containers where the app may (an emulator). On Azure they come from Bicep and the app's
/// role does not allow it, so existence is asked first and a refusal is only logged.
/// </summary>
internal sealed partial class CosmosContainers(
    Lazy<CosmosClient> client, string database, IReadOnlyList<ContainerDefinition> containers, CosmosCalls calls, ILogger logger)
{
    public async ValueTask EnsureCreatedAsync(CancellationToken cancellation)
    {
        var home = client.Value.GetDatabase(database);
        await EnsureAsync(
            database,
            limited => home.ReadStreamAsync(cancellationToken: limited),
            limited => client.Value.CreateDatabaseStreamAsync(new DatabaseProperties(database), cancellationToken: limited),
            cancellation);
        foreach (var container in containers)
        {
            await EnsureAsync(
                container.Name,
                limited => home.GetContainer(container.Name).ReadContainerStreamAsync(cancellationToken: limited),
                limited => home.CreateContainerStreamAsync(Properties(container), cancellationToken: limited),
                cancellation);
        }
    }

    /// <summary>What Cosmos DB is told about a container.</summary>
    internal static ContainerProperties Properties(ContainerDefinition container)
    {
        var indexing = new IndexingPolicy { Automatic = true, IndexingMode = IndexingMode.Consistent };
        foreach (var path in container.IndexedPaths())
            indexing.IncludedPaths.Add(new IncludedPath { Path = path });
        indexing.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        foreach (var paths in container.CompositePaths())
            indexing.CompositeIndexes.Add([.. paths.Select(path => new CompositePath { Path = path, Order = CompositePathSortOrder.Ascending })]);
        return new ContainerProperties(container.Name, "/" + container.PartitionKey)
        {
            // -1: documents may say how long they live, and live for ever when they do not.
            DefaultTimeToLive = container.DocumentsExpire ? -1 : null,
            IndexingPolicy = indexing,
        };
    }

    private async Task EnsureAsync(
        string name,
        Func<CancellationToken, Task<ResponseMessage>> read,
        Func<CancellationToken, Task<ResponseMessage>> create,
        CancellationToken cancellation)
    {
        using var found = await calls.RunAsync(read, cancellation, IsAnswer);
        if (found.IsSuccessStatusCode)
            return;
        if (found.StatusCode == HttpStatusCode.NotFound)
        {
            using var created = await calls.RunAsync(create, cancellation, IsAnswer);
            if (created.IsSuccessStatusCode || created.StatusCode == HttpStatusCode.Conflict)
                return;
            if (!IsAnswer(created.StatusCode))
                throw CosmosCalls.Unexpected(created.StatusCode, created.ErrorMessage);
            LogMissing(logger, name, (int)created.StatusCode);
            return;
        }

        LogUnknown(logger, name, (int)found.StatusCode);
    }

    private static bool IsAnswer(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    [LoggerMessage(LogLevel.Error, "{Name} does not exist in Cosmos DB and may not be created ({Status}): deploy infra/ first.")]
    private static partial void LogMissing(ILogger logger, string name, int status);

    [LoggerMessage(LogLevel.Warning, "Cosmos DB does not say whether {Name} exists ({Status}); going on as if it did.")]
    private static partial void LogUnknown(ILogger logger, string name, int status);
}
