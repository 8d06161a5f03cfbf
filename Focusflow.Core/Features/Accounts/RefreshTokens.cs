using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Refresh tokens: <c>userId.sessionId.secret</c>, where the secret is 256 random bits and a mark that only this service
/// can make. The store knows the hash of the newest token of a session; the mark tells an older one (it was stolen, or
/// its thief was faster) from one that was never issued, without remembering every token ever issued. Each token has one
/// successor, made of it by a keyed hash: a family is a line that cannot fork, and what was given once can be given again
/// by every instance, without anybody having kept it.
/// </summary>
/// <param name="options">Holds the signing key, of which a key of its own is derived.</param>
public sealed class RefreshTokens(AccountsOptions options)
{
    private const int RandomLength = 32;
    private const int MarkLength = 16;

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.SigningKey, 32, info: "focusflow refresh tokens"u8.ToArray());
    private readonly byte[] successorKey =
        HKDF.DeriveKey(HashAlgorithmName.SHA256, options.SigningKey, 32, info: "focusflow refresh token successors"u8.ToArray());

    /// <summary>The id of a new session.</summary>
    public static string NewSessionId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Reads <c>{refresh_token}</c> of a body.</summary>
    public static Outcome<string> ReadToken(FieldReader fields)
    {
        var token = fields.Require("refresh_token", fields.Text("refresh_token", 1000, min: 1, nullable: false));
        return fields.Problem is { } problem ? problem : token.Value!;
    }

    /// <summary>What the store keeps of a token.</summary>
    public static string HashOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The first token of a session.</summary>
    public RefreshToken Issue(string userId, string sessionId) =>
        TokenOf(userId, sessionId, RandomNumberGenerator.GetBytes(RandomLength));

    /// <summary>The token that follows: always the same one.</summary>
    public RefreshToken SuccessorOf(RefreshToken token) =>
        TokenOf(token.UserId, token.SessionId, HMACSHA256.HashData(successorKey, Encoding.ASCII.GetBytes(token.Text)));

    /// <summary>Reads a token; null when it is not one that this service issued.</summary>
    public RefreshToken? Read(string token)
    {
        var parts = token.Split('.', 4);
        if (parts.Length != 3 || !Guid.TryParseExact(parts[0], "D", out var userId) || parts[1].Length != 22 || parts[2].Length != 64)
            return null;
        Span<byte> secret = stackalloc byte[RandomLength + MarkLength];
        if (Base64Url.DecodeFromChars(parts[2], secret, out _, out var length) != OperationStatus.Done || length != secret.Length)
            return null;
        Span<byte> mark = stackalloc byte[MarkLength];
        Mark(parts[0], parts[1], secret[..RandomLength], mark);
        return CryptographicOperations.FixedTimeEquals(mark, secret[RandomLength..])
            ? new RefreshToken(userId.ToString("D"), parts[1], token)
            : null;
    }

    private RefreshToken TokenOf(string userId, string sessionId, ReadOnlySpan<byte> random)
    {
        Span<byte> secret = stackalloc byte[RandomLength + MarkLength];
        random.CopyTo(secret);
        Mark(userId, sessionId, random, secret[RandomLength..]);
        return new RefreshToken(userId, sessionId, $"{userId}.{sessionId}.{Base64Url.EncodeToString(secret)}");
    }

    private void Mark(string userId, string sessionId, ReadOnlySpan<byte> random, Span<byte> mark)
    {
        byte[] marked = [.. Encoding.UTF8.GetBytes($"{userId}.{sessionId}."), .. random];
        Span<byte> full = stackalloc byte[32];
        HMACSHA256.HashData(key, marked, full);
        full[..MarkLength].CopyTo(mark);
    }
}

/// <summary>A refresh token that this service issued at some time.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Text">The token as clients hold it.</param>
public sealed record RefreshToken(string UserId, string SessionId, string Text)
{
    /// <summary>What the store keeps of it; good when it is the session's newest.</summary>
    public string Hash { get; } = RefreshTokens.HashOf(Text);
}
