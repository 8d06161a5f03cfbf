using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Cosmos;

/// <summary>Makes the one client of the app; it is expensive, thread-safe and meant to live as long as the process.</summary>
public static class CosmosClients
{
    /// <summary>A client for an account: with the app's identity on Azure, with the key for an emulator.</summary>
    /// <param name="options">Where the account is.</param>
    /// <param name="configure">May change the SDK's settings before the client is made.</param>
    public static CosmosClient Create(CosmosOptions options, Action<CosmosClientOptions>? configure = null)
    {
        options.Check();
        var settings = new CosmosClientOptions
        {
            ApplicationName = "focusflow",
            EnableContentResponseOnWrite = false,
            UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Web,
            MaxRetryAttemptsOnRateLimitedRequests = 9,
            MaxRetryWaitTimeOnRateLimitedRequests = options.ThrottlingBudget,
        };
        if (options.Key is not null)
        {
            // An emulator knows the gateway only, and the addresses it tells of itself are often not those it is reached by.
            settings.ConnectionMode = ConnectionMode.Gateway;
            settings.LimitToEndpoint = true;
        }

        if (options.AllowUntrustedCertificate)
            settings.ServerCertificateCustomValidationCallback = (_, _, _) => true;
        configure?.Invoke(settings);
        var endpoint = options.Endpoint!.ToString();
        return options.Key is null
            ? new CosmosClient(endpoint, new DefaultAzureCredential(), settings)
            : new CosmosClient(endpoint, options.Key, settings);
    }
}
