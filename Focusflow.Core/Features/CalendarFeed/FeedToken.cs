using System.Buffers.Text;
using System.Security.Cryptography;

namespace Focusflow.Core.Features.CalendarFeed;

/// <summary>The secret part of a feed's address: whose feed, and 256 random bits.</summary>
/// <param name="UserId">Whose feed.</param>
/// <param name="SecretHash">The SHA-256 of the random bits, in base64.</param>
public sealed record FeedToken(string UserId, string SecretHash)
{
    /// <summary>What is compared with where there is no feed; no secret has this hash.</summary>
    public static readonly string NoSecretHash = Convert.ToBase64String(new byte[SHA256.HashSizeInBytes]);

    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    /// <summary>A fresh one, with its text for the address (64 characters that need no escaping).</summary>
    public static (FeedToken Token, string Text) Create(string userId)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        Guid.Parse(userId).TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes[IdBytes..]);
        return (From(bytes), Base64Url.EncodeToString(bytes));
    }

    /// <summary>Reads the text of an address; null when it cannot be one.</summary>
    public static FeedToken? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        return text.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && length == bytes.Length
                ? From(bytes)
                : null;
    }

    /// <summary>Whether a stored hash is of this secret; takes the same time whatever differs.</summary>
    public bool Matches(string storedHash) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(SecretHash), Convert.FromBase64String(storedHash));

    private static FeedToken From(ReadOnlySpan<byte> bytes) =>
        new(new Guid(bytes[..IdBytes]).ToString("D"), Convert.ToBase64String(SHA256.HashData(bytes[IdBytes..])));
}
