using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Makes codes and the tokens of links from what is stored, with a key of its own. So neither the store nor the history of an
/// orchestration ever holds one; a hash of six digits would be tried out in a moment.
/// </summary>
/// <param name="options">Holds the signing key, of which the key is derived.</param>
public sealed class CodeSecrets(AccountsOptions options)
{
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.SigningKey, 32, info: "focusflow codes"u8.ToArray());

    /// <summary>Something that no other code is made of, and greater than what the code before was made of, whatever clocks say.</summary>
    /// <param name="now">Now.</param>
    /// <param name="before">What the code before was made of, or null.</param>
    public static string NewNonce(DateTimeOffset now, string? before = null)
    {
        var least = before is { Length: >= 16 } && long.TryParse(before.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks) ? ticks + 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(now.UtcTicks, least):x16}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
    }

    /// <summary>Six digits.</summary>
    /// <param name="about">The purpose and whom it is for; a code for one is none for another.</param>
    /// <param name="nonce">See <see cref="LiveCode.Nonce"/>.</param>
    public string Digits(string about, string nonce) =>
        (BinaryPrimitives.ReadUInt64BigEndian(Hash("digits", about, nonce)) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The token of a link: 256 bits.</summary>
    public string Token(string about, string nonce) => Base64Url.EncodeToString(Hash("token", about, nonce));

    /// <summary>Whether what somebody sends is the code, as digits or as the token of the link.</summary>
    public bool IsDigits(string about, string nonce, string sent) => AreEqual(Digits(about, nonce), sent);

    /// <summary>See <see cref="IsDigits"/>.</summary>
    public bool IsToken(string about, string nonce, string sent) => AreEqual(Token(about, nonce), sent);

    private static bool AreEqual(string code, string sent) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(sent));

    private byte[] Hash(string form, string about, string nonce) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{form}\n{about}\n{nonce}"));
}
