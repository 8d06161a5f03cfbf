using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// Ids made from a cause, such as <c>reminder:{task}:{time}</c>, so that what is done twice is stored once. They look
/// like any other id (a GUID), so they fit into URLs and tell nothing about the cause.
/// </summary>
public static class StableId
{
    /// <summary>The id of a cause: the same text gives the same id, another text another one.</summary>
    public static string Of(string cause) => Of(cause, beside: "");

    /// <summary>
    /// The id of a cause that belongs to a document: it begins as the document's id does, with the time when that was made. So the two are
    /// neighbours where documents lie in the order of their ids, as do those of documents that were made one after the other.
    /// </summary>
    /// <param name="cause">The cause.</param>
    /// <param name="beside">The id of the document; when it is no GUID, there is nothing to begin with.</param>
    public static string Of(string cause, string beside)
    {
        const int Time = 6; // bytes, as in version 7
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(cause), hash);
        if (Guid.TryParseExact(beside, "D", out var neighbour))
        {
            Span<byte> bytes = stackalloc byte[16];
            neighbour.TryWriteBytes(bytes, bigEndian: true, out _);
            bytes[..Time].CopyTo(hash);
        }

        // RFC 9562: version 8 (made in a way of one's own) and the usual variant.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }
}
