using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Finds out who is asking, from the bearer token of a request.</summary>
/// <param name="ours">Our own tokens.</param>
/// <param name="externalUsers">The users of the external issuer.</param>
/// <param name="directory">Knows which sessions are alive.</param>
/// <param name="clock">The clock.</param>
/// <param name="external">Tokens of the external issuer, or null when none is configured.</param>
public sealed class Authentication(
    AccessTokens ours, ExternalUsers externalUsers, AccountDirectory directory, TimeProvider clock, ExternalTokens? external = null)
{
    private const int MaxTokenLength = 8192;
    private const int Capacity = 20_000;

    internal static readonly Problem NotValid = new(ProblemCodes.TokenInvalid, "The access token is not valid or has expired. Sign in again.");
    /// <summary>The token was one of a session that has ended.</summary>
    public static readonly Problem Ended = new(ProblemCodes.SessionEnded, "The session has ended. Sign in again.");

    // Checking a signature and parsing two JSON texts for every request would cost more than many an answer.
    private readonly BoundedCache<TokenHash, TokenSubject> validated = new(Capacity);

    /// <summary>The caller, or 401; 503 when an external issuer would have to be asked and does not answer.</summary>
    public async ValueTask<Outcome<Caller>> AuthenticateAsync(string token, CancellationToken cancellation = default)
    {
        var hash = TokenHash.Of(token);
        if (!validated.TryGet(hash, out var subject) || subject.ExpiresAt <= clock.GetUtcNow())
        {
            if (!(await ValidateAsync(token, cancellation)).Succeeded(out subject, out var problem))
                return problem;
            validated.Set(hash, subject);
        }

        return await directory.FindAsync(subject, cancellation) is { } caller ? caller : Ended;
    }

    private async Task<Outcome<TokenSubject>> ValidateAsync(string token, CancellationToken cancellation)
    {
        // "crit" names what a verifier must understand of the header (RFC 7515, 4.1.11). We understand no such thing.
        if (token.Length > MaxTokenLength || Parse(token) is not { } parsed || parsed.TryGetHeaderValue<object>("crit", out _))
            return NotValid;
        if (external is null || parsed.Issuer == ours.Issuer)
            return await ours.ValidateAsync(parsed) is { } subject ? subject : NotValid;

        if (!(await external.ValidateAsync(parsed, cancellation)).Succeeded(out var foreign, out var problem))
            return problem;
        return (await externalUsers.FindOrCreateAsync(foreign, cancellation)).Succeeded(out var userId, out problem)
            ? new TokenSubject(userId, "", foreign.ExpiresAt)
            : problem;
    }

    private static JsonWebToken? Parse(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct TokenHash(UInt128 First, UInt128 Second)
    {
        public static TokenHash Of(string token)
        {
            Span<byte> text = token.Length <= 2048 ? stackalloc byte[token.Length * 3] : new byte[token.Length * 3];
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(text[..Encoding.UTF8.GetBytes(token, text)], hash);
            return new TokenHash(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
