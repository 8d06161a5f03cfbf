using System.Text;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// A number of 16 bits for a partition, by which what belongs to users is spread evenly: the ranges of SQLite's change feed and the
/// parts of a board alike. It must never change: checkpoints that are stored would lose documents, and boards their entries.
/// </summary>
public static class PartitionHash
{
    private const int Prime = 16777619;
    private const uint Basis = 2166136261;

    /// <summary>Of a user: an id counts as its 16 bytes, as SQLite keeps it.</summary>
    public static ushort OfUser(string userId) =>
        Of(Guid.TryParseExact(userId, "D", out var id) ? id.ToByteArray(bigEndian: true) : Encoding.UTF8.GetBytes(userId));

    /// <summary>Of a partition's bytes: FNV-1a, folded; even for ids that differ in few bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> partition)
    {
        var hash = Basis;
        foreach (var one in partition)
            hash = unchecked((hash ^ one) * Prime);
        hash ^= hash >> 15;
        hash = unchecked(hash * 0x2c1b3c6d);
        return (ushort)(hash >> 16);
    }
}
