using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// What stands for a user in the log: always the same for one user, so that lines can be put together, and keyed, so that
/// whoever knows a user's id (ids are on leaderboards) does not find the lines by it.
/// </summary>
/// <param name="secret">The service's secret.</param>
public sealed class UserMark(byte[] secret)
{
    private const int Length = 6;

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "focusflow user marks"u8.ToArray());

    /// <summary>Twelve hexadecimal digits.</summary>
    public string Of(string userId)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(userId), hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
