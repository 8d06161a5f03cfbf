using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Foundation.Storage;

/// <summary>The store: Cosmos DB when the settings name an account, else the one that the local runtime brings along.</summary>
internal static class StorageServices
{
    private const string Endpoint = $"{CosmosOptions.Section}:{nameof(CosmosOptions.Endpoint)}";

    /// <summary>Registers the store, metered (see <see cref="StoreUsage"/>) and observed (see <see cref="ICommitObserver"/>). Throws a sentence when there would be none.</summary>
    public static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.UsesCosmos())
            services.AddCosmosStore(configuration);
        else
            services.Wrap((_, store) => new MeteredDocumentStore(store));
        services.Wrap((provider, store) => new QuotaDocumentStore(store, provider.GetServices<Quota>()));
        services.Wrap((provider, store) => new ObservedDocumentStore(store, provider.GetServices<ICommitObserver>()));
        services.Wrap((_, store) => new KeyedDocumentStore(store));
    }

    /// <summary>Limits what one user keeps of a kind: so many, unless <c>Focusflow:Quotas:KIND</c> says otherwise.</summary>
    public static IServiceCollection AddQuota(
        this IServiceCollection services, IConfiguration configuration, string kind, string name, long most)
    {
        var setting = $"Focusflow:Quotas:{kind}";
        var limit = configuration.GetValue(setting, most);
        return limit >= 1
            ? services.AddSingleton(new Quota(kind, name, limit))
            : throw new InvalidOperationException($"The setting {setting} must be at least 1.");
    }

    private static void Wrap(this IServiceCollection services, Func<IServiceProvider, IDocumentStore, IDocumentStore> wrap)
    {
        var brought = services.LastOrDefault(service => service.ServiceType == typeof(IDocumentStore))
            ?? throw new WrongSettingException($"There is no store. Set {Endpoint}.");
        services.Remove(brought);
        services.AddSingleton(provider => wrap(
            provider, (IDocumentStore)(brought.ImplementationInstance ?? brought.ImplementationFactory!(provider))));
    }
}
