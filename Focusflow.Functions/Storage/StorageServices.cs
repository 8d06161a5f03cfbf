using Focusflow.Core.Storage;
using Focusflow.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Storage;

/// <summary>The store: Cosmos DB when the settings name an account, else the one that the local runtime brings along.</summary>
internal static class StorageServices
{
    private const string Endpoint = $"{CosmosOptions.Section}:{nameof(CosmosOptions.Endpoint)}";
    private const string Key = $"{CosmosOptions.Section}:{nameof(CosmosOptions.Key)}";

    /// <summary>Registers the store. Throws a sentence when there would be none.</summary>
    public static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.UsesCosmos())
        {
            services.AddCosmosStore(configuration);
            // On Azure the containers come from Bicep, and the app's role does not let it make any.
            if (!string.IsNullOrEmpty(configuration[Key]))
                services.AddHostedService<ContainerCreation>();
        }

        if (!services.Any(service => service.ServiceType == typeof(IDocumentStore)))
            throw new InvalidOperationException($"There is no store. Set {Endpoint}.");
    }
}
