using Focusflow.Core.Foundation.Outcomes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Access tokens of the OpenID Connect issuer that the configuration names. Its keys come from its metadata, which is
/// cached, and asked for again when a token names a key that is not known yet.
/// </summary>
public sealed class ExternalTokens : IDisposable
{
    // Only signatures that the public keys of the metadata can check: never a shared secret, never "none".
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan LeastTimeBetweenRenewals = TimeSpan.FromMinutes(1);

    private static readonly Problem Unreachable = new(ProblemKind.Unavailable, "The sign-in service cannot be reached right now.")
    {
        RetryAfter = TimeSpan.FromSeconds(10),
    };

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly Uri authority;
    private readonly string audience;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim renewing = new(1);
    private ConfigurationManager<OpenIdConnectConfiguration> metadata;
    private long? renewedAt;

    /// <summary>Trusts an issuer.</summary>
    /// <param name="authority">Where <c>.well-known/openid-configuration</c> is found; https, but for this machine.</param>
    /// <param name="audience">The audience tokens must be for.</param>
    /// <param name="clock">The clock.</param>
    public ExternalTokens(Uri authority, string audience, TimeProvider clock)
    {
        this.authority = authority;
        this.audience = audience;
        this.clock = clock;
        metadata = NewMetadata();
    }

    /// <summary>The token's issuer and subject; 401 when it is not in force, 503 when the issuer cannot be asked.</summary>
    public async Task<Outcome<ExternalSubject>> ValidateAsync(JsonWebToken token, CancellationToken cancellation = default)
    {
        try
        {
            var configuration = await ConfigurationWithAsync(token.Kid, cancellation);
            var result = await handler.ValidateTokenAsync(token, Rules(configuration));
            return result.IsValid && token.Subject is { Length: > 0 and <= 255 } ? Describe(token) : Authentication.NotValid;
        }
        catch (InvalidOperationException)
        {
            return Unreachable; // how the configuration manager says that it could not get the metadata
        }
    }

    /// <inheritdoc/>
    public void Dispose() => renewing.Dispose();

    /// <summary>
    /// The issuer's metadata; when it lacks a key, asked for anew (at most once a minute, whatever is sent). Not by the
    /// manager's own refresh, which works behind our back: until it is done, users with new tokens would be turned away.
    /// </summary>
    private async Task<OpenIdConnectConfiguration> ConfigurationWithAsync(string keyId, CancellationToken cancellation)
    {
        var known = await metadata.GetConfigurationAsync(cancellation);
        if (keyId.Length == 0 || Has(known, keyId))
            return known;
        await renewing.WaitAsync(cancellation);
        try
        {
            known = await metadata.GetConfigurationAsync(cancellation);
            if (Has(known, keyId) || (renewedAt is { } last && TimeProvider.System.GetElapsedTime(last) < LeastTimeBetweenRenewals))
                return known;
            renewedAt = TimeProvider.System.GetTimestamp();
            var anew = NewMetadata();
            known = await anew.GetConfigurationAsync(cancellation);
            metadata = anew;
            return known;
        }
        finally
        {
            renewing.Release();
        }
    }

    private ConfigurationManager<OpenIdConnectConfiguration> NewMetadata() => new(
        authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever { RequireHttps = !authority.IsLoopback });

    private static bool Has(OpenIdConnectConfiguration configuration, string keyId) =>
        configuration.SigningKeys.Any(key => key.KeyId == keyId);

    private TokenValidationParameters Rules(OpenIdConnectConfiguration configuration) => new()
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = audience,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        LifetimeValidator = (start, end, _, _) => AccessTokens.InForce(start, end, clock),
    };

    private static ExternalSubject Describe(JsonWebToken token)
    {
        var email = Claim(token, "email");
        return new ExternalSubject(token.Issuer, token.Subject, AccessTokens.EndOf(token))
        {
            Email = email.Length > 0 && EmailAddress.TryParse(email, out var address) ? address.Text : "",
            EmailVerified = token.TryGetPayloadValue<bool>("email_verified", out var verified) && verified,
            Username = Claim(token, "preferred_username") is { Length: > 0 } preferred ? preferred.Split('@')[0] : email.Split('@')[0],
            FullName = Names.Clean(Claim(token, "name")),
        };
    }

    private static string Claim(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) ? value ?? "" : "";
}

/// <summary>Whom a token of an external issuer speaks for.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Subject">The issuer's id of the person.</param>
/// <param name="ExpiresAt">Until when the token counts.</param>
public sealed record ExternalSubject(string Issuer, string Subject, DateTimeOffset ExpiresAt)
{
    /// <summary>The e-mail address, normalised, or empty.</summary>
    public string Email { get; init; } = "";

    /// <summary>Whether the issuer says that the address was confirmed.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>What the person is called there, to make a username of; may be empty.</summary>
    public string Username { get; init; } = "";

    /// <summary>The person's name, or null.</summary>
    public string? FullName { get; init; }
}
