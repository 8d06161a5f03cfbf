using System.Buffers.Text;
using System.Security.Cryptography;
using Focusflow.Core.Foundation.Calendar;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Our own access tokens: JWTs signed with HMAC-SHA256. No other algorithm is accepted.</summary>
public sealed class AccessTokens
{
    // Instances of the service read clocks that differ by a little.
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly AccountsOptions options;
    private readonly TimeProvider clock;
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters rules;

    /// <summary>Signs and checks with the key of the options, by the time of the clock.</summary>
    public AccessTokens(AccountsOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        var key = new SymmetricSecurityKey(options.SigningKey)
        {
            KeyId = Base64Url.EncodeToString(SHA256.HashData(options.SigningKey).AsSpan(0, 8)),
        };
        credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        rules = new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = ["JWT"],
            LifetimeValidator = (start, end, _, _) => InForce(start, end, clock),
        };
    }

    /// <summary>Who issues our tokens.</summary>
    public string Issuer => options.Issuer;

    /// <summary>A token of a user's session, good from now on for <see cref="AccountsOptions.AccessTokenLifetime"/>.</summary>
    public string Issue(string userId, string sessionId)
    {
        var now = clock.Now();
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Issuer,
            Audience = options.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + options.AccessTokenLifetime).UtcDateTime,
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = userId,
                [JwtRegisteredClaimNames.Sid] = sessionId,
                [JwtRegisteredClaimNames.Jti] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
            },
        });
    }

    /// <summary>What a token says, when it is one of ours and in force; else null.</summary>
    public async Task<TokenSubject?> ValidateAsync(JsonWebToken token)
    {
        var result = await handler.ValidateTokenAsync(token, rules);
        return result.IsValid
            && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sessionId)
            && sessionId.Length > 0
            && Guid.TryParseExact(token.Subject, "D", out _)
            ? new TokenSubject(token.Subject, sessionId, EndOf(token))
            : null;
    }

    internal static bool InForce(DateTime? start, DateTime? end, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return end is { } until && now < until + ClockSkew && !(start > now + ClockSkew);
    }

    internal static DateTimeOffset EndOf(JsonWebToken token) => new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew;
}

/// <summary>Whom an access token speaks for.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session; empty for a token of an external issuer.</param>
/// <param name="ExpiresAt">Until when the token counts, clock skew included.</param>
public sealed record TokenSubject(string UserId, string SessionId, DateTimeOffset ExpiresAt);
