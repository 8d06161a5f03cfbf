using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Marks of devices that somebody has signed in from (OWASP's device cookies): <c>device.tag.tag...</c>, where the device is
/// 128 random bits and each tag one that only this service can make for the device and a user. A mark opens nothing: it
/// only tells a client that has proved the password before from one that has not. Nothing is stored.
/// </summary>
/// <param name="options">Holds the signing key, of which a key of its own is derived.</param>
public sealed class DeviceMarks(AccountsOptions options)
{
    /// <summary>The users that one device is remembered for; the latest are.</summary>
    public const int MostUsers = 5;

    private const int PartBytes = 16;
    private const int PartLength = 22;

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.SigningKey, 32, info: "focusflow device marks"u8.ToArray());

    /// <summary>The device that a mark names, if the user has signed in from it before; else null.</summary>
    public string? Recognise(string? mark, string userId)
    {
        var parts = Split(mark);
        if (parts.Length == 0)
            return null;
        var tag = Encoding.ASCII.GetBytes(TagOf(parts[0], userId));
        return parts.Skip(1).Any(part => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(part), tag)) ? parts[0] : null;
    }

    /// <summary>The mark of a device from which a user has just signed in, given the one it had (or none, or nonsense).</summary>
    public string Add(string? mark, string userId)
    {
        var parts = Split(mark);
        var device = parts.Length > 0 ? parts[0] : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PartBytes));
        var tag = TagOf(device, userId);
        return string.Join('.', [device, tag, .. parts.Skip(1).Where(other => other != tag).Take(MostUsers - 1)]);
    }

    private static string[] Split(string? mark)
    {
        if (mark is null || mark.Length > (MostUsers + 1) * (PartLength + 1))
            return [];
        var parts = mark.Split('.');
        return parts.All(part => part.Length == PartLength && Base64Url.IsValid(part)) ? parts : [];
    }

    private string TagOf(string device, string userId)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{device}.{userId}"), full);
        return Base64Url.EncodeToString(full[..PartBytes]);
    }
}
