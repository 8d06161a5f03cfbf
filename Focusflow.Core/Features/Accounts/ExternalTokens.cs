using Focusflow.Core.Foundation.Outcomes;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Access tokens of the OpenID Connect issuer that the configuration names, checked with the keys that it publishes.
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

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly IssuerMetadata metadata;
    private readonly string audience;
    private readonly TimeProvider clock;

    /// <summary>Trusts an issuer.</summary>
    /// <param name="authority">Where <c>.well-known/openid-configuration</c> is found; https, but for this machine.</param>
    /// <param name="audience">The audience tokens must be for.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Told when the issuer does not answer.</param>
    public ExternalTokens(Uri authority, string audience, TimeProvider clock, ILogger<ExternalTokens> logger)
    {
        metadata = new IssuerMetadata(authority, TimeProvider.System, logger);
        this.audience = audience;
        this.clock = clock;
    }

    /// <summary>The token's issuer and subject; 401 when it is not in force, 503 when the issuer cannot be asked.</summary>
    public async Task<Outcome<ExternalSubject>> ValidateAsync(JsonWebToken token, CancellationToken cancellation = default)
    {
        if (!(await metadata.WithKeyAsync(token.Kid, cancellation)).Succeeded(out var configuration, out var problem))
            return problem;
        var result = await handler.ValidateTokenAsync(token, Rules(configuration));
        return result.IsValid && token.Subject is { Length: > 0 and <= 255 } ? Describe(token) : Authentication.NotValid;
    }

    /// <inheritdoc/>
    public void Dispose() => metadata.Dispose();

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
