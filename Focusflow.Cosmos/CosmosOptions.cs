namespace Focusflow.Cosmos;

/// <summary>Where the Cosmos DB account is; the configuration section <c>Focusflow:Cosmos</c>.</summary>
public sealed class CosmosOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Focusflow:Cosmos";

    /// <summary>The account's endpoint, such as <c>https://example.documents.azure.com/</c>; without it Cosmos DB is not used.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The database.</summary>
    public string Database { get; set; } = "focusflow";

    /// <summary>The account key, for an emulator only. On Azure the app signs in with its identity, and a key is refused.</summary>
    public string? Key { get; set; }

    /// <summary>Whether to accept whatever certificate the emulator shows. Needs a <see cref="Key"/>.</summary>
    public bool AllowUntrustedCertificate { get; set; }

    /// <summary>How long one operation may wait for the service to accept it when it is throttled, before the caller is told.</summary>
    public TimeSpan ThrottlingBudget { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long one operation may take in all, whatever the SDK would still try (it goes on for a minute and more).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Throws <see cref="InvalidOperationException"/> with a sentence when the settings contradict each other.</summary>
    public void Check()
    {
        if (Endpoint is not { IsAbsoluteUri: true })
            throw new InvalidOperationException($"{Section}:Endpoint must be an absolute address such as https://localhost:8081/.");
        if (Key is not null && Endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"{Section}:Key is for an emulator. On Azure, give the app's identity a role instead.");
        if (Key is not null && !Convert.TryFromBase64String(Key, new byte[Key.Length], out _))
            throw new InvalidOperationException($"{Section}:Key must be in base64, as an emulator gives it.");
        if (Key is null && AllowUntrustedCertificate)
            throw new InvalidOperationException($"{Section}:AllowUntrustedCertificate is for an emulator, which needs {Section}:Key as well.");
    }
}
