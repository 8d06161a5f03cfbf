namespace Focusflow.Core.Features.Accounts;

/// <summary>The settings of accounts, checked when they are read.</summary>
public sealed record AccountsOptions
{
    /// <summary>The fewest iterations of password hashing outside development (OWASP, PBKDF2-HMAC-SHA512 needs fewer).</summary>
    public const int MinPasswordIterations = 600_000;

    /// <summary>Signs access tokens; at least 32 bytes.</summary>
    public required byte[] SigningKey { get; init; }

    /// <summary>The issuer of our tokens.</summary>
    public string Issuer { get; init; } = "focusflow";

    /// <summary>The audience of our tokens.</summary>
    public string Audience { get; init; } = "focusflow";

    /// <summary>The external OpenID Connect issuer, or null when only our own tokens are accepted.</summary>
    public Uri? ExternalAuthority { get; init; }

    /// <summary>The audience that tokens of the external issuer must have.</summary>
    public string ExternalAudience { get; init; } = "";

    /// <summary>The iterations of password hashing.</summary>
    public int PasswordIterations { get; init; } = MinPasswordIterations;

    /// <summary>How many passwords are hashed at the same time; others wait.</summary>
    public int ConcurrentHashes { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a session lives, however often it is refreshed.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The most sessions of a user; one more ends the oldest.</summary>
    public int MaxSessions { get; init; } = 20;

    /// <summary>
    /// How long this process may go on believing what it read of a user's sessions, when another process ended one. What
    /// this process changes counts at once.
    /// </summary>
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromSeconds(5);
}
