using Focusflow.Core.Foundation.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Focusflow.Cosmos;

/// <summary>Puts Cosmos DB behind <see cref="IDocumentStore"/>.</summary>
public static class CosmosStoreRegistration
{
    /// <summary>Whether the settings name a Cosmos DB account.</summary>
    public static bool UsesCosmos(this IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[$"{CosmosOptions.Section}:{nameof(CosmosOptions.Endpoint)}"]);

    /// <summary>
    /// Registers the one client and the store on it, in place of any other store. Throws
    /// <see cref="InvalidOperationException"/> when the settings of <c>Focusflow:Cosmos</c> contradict each other.
    /// </summary>
    public static IServiceCollection AddCosmosStore(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(CosmosOptions.Section).Get<CosmosOptions>() ?? new CosmosOptions();
        options.Check();
        var gate = new CosmosGate();
        services.AddSingleton(_ => CosmosClients.Create(options));
        services.AddSingleton(provider => new CosmosDocumentStore(
            new Lazy<CosmosClient>(provider.GetRequiredService<CosmosClient>),
            options,
            provider.GetRequiredService<ILogger<CosmosDocumentStore>>(),
            gate));
        services.AddHostedService(provider => new CosmosPreparation(
            provider.GetRequiredService<CosmosDocumentStore>(), options, gate, provider.GetRequiredService<ILogger<CosmosPreparation>>()));
        services.RemoveAll<IDocumentStore>();
        return services.AddSingleton<IDocumentStore>(provider => new MeteredDocumentStore(provider.GetRequiredService<CosmosDocumentStore>()));
    }
}
