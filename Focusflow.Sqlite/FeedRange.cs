using System.Globalization;
using System.Runtime.InteropServices;
using Focusflow.Core.Foundation.Storage;
using SQLitePCL;

namespace Focusflow.Sqlite;

/// <summary>
/// A part of a change feed: the partitions whose hash lies within. A checkpoint is the number of the last change that was read, and
/// of a part its bounds besides, such as <c>4711.0000-7fff</c>.
/// </summary>
/// <param name="After">The number of the last change that was read.</param>
/// <param name="First">The lowest hash.</param>
/// <param name="Last">The highest hash.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeedRange(long After, ushort First, ushort Last)
{
    /// <summary>The SQL function of a partition's hash.</summary>
    public const string Function = "partition_hash";

    /// <summary>Whether it is the whole feed.</summary>
    public bool IsWhole => First == 0 && Last == ushort.MaxValue;

    /// <summary>Reads a checkpoint; null is the beginning.</summary>
    public static FeedRange Parse(string? checkpoint)
    {
        if (checkpoint is null)
            return new FeedRange(0, 0, ushort.MaxValue);
        var dot = checkpoint.IndexOf('.', StringComparison.Ordinal);
        if (!long.TryParse(dot < 0 ? checkpoint : checkpoint.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            throw new InvalidContinuationException();
        if (dot < 0)
            return new FeedRange(after, 0, ushort.MaxValue);
        var bounds = checkpoint.AsSpan(dot + 1);
        return bounds.Length == 9 && bounds[4] == '-'
            && ushort.TryParse(bounds[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            && ushort.TryParse(bounds[5..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var last)
            && first <= last
                ? new FeedRange(after, first, last)
                : throw new InvalidContinuationException();
    }

    /// <summary>The two halves; none of a single hash.</summary>
    public IReadOnlyList<string> Split()
    {
        if (First == Last)
            return [];
        var middle = (ushort)((First + Last) / 2);
        return [(this with { Last = middle }).ToString(), (this with { First = (ushort)(middle + 1) }).ToString()];
    }

    /// <summary>The checkpoint.</summary>
    public override string ToString() => IsWhole
        ? After.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{After}.{First:x4}-{Last:x4}");

    /// <summary>Makes the SQL function known.</summary>
    public static void AddTo(sqlite3 database) =>
        _ = raw.sqlite3_create_function(
            database,
            Function,
            1,
            raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC,
            null,
            static (context, _, values) => raw.sqlite3_result_int(context, PartitionHash.Of(raw.sqlite3_value_blob(values[0]))));
}
