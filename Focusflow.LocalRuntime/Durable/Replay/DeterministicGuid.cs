using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>Ids that are the same in every replay.</summary>
internal static class DeterministicGuid
{
    /// <summary>The n-th id of an execution (RFC 9562 version 8, made from a hash).</summary>
    public static Guid Create(string instance, string execution, int number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{instance}\n{execution}\n{number}")), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
