using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Features.Notifications;

/// <summary>
/// What a stream of notifications has sent so far, as the id of its last event: an instant before which nothing is missing,
/// and short hashes of what was sent from there on. The instant stays <see cref="Overlap"/> behind the newest notification,
/// because one that was made a little earlier may become visible a little later: clocks of instances differ, commits take
/// time. So a stream goes on after any event by one query, on any instance, without repeating or losing anything.
/// </summary>
public sealed class StreamPosition
{
    /// <summary>How much later than it was made a notification may become visible and still be sent.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The most notifications that are remembered; when more were made within <see cref="Overlap"/>, it gets shorter. Those
    /// made at the newest instant itself are kept whatever their number.
    /// </summary>
    public const int MaxRemembered = 250;

    private const byte Version = 1;
    private const int HeadBytes = 1 + sizeof(long);
    private const int MarkBytes = 6;
    private const int MaxLength = 16_384;

    // The hash of what was sent -> when that was made, in ticks.
    private readonly Dictionary<long, long> sent = [];
    private long from;

    private StreamPosition(long from) => this.from = from;

    /// <summary>What was made before was sent, or is not wanted.</summary>
    public DateTimeOffset From => new(from, TimeSpan.Zero);

    /// <summary>The position of a stream that begins now. What is there already has to be taken without sending it.</summary>
    public static StreamPosition At(DateTimeOffset now) => new(now.UtcTicks - Overlap.Ticks);

    /// <summary>Reads the id of an event; null when it is none that this service could have sent until now.</summary>
    public static StreamPosition? Parse(string? eventId, DateTimeOffset now)
    {
        if (eventId is not { Length: > 0 and <= MaxLength } || !Base64Url.IsValid(eventId))
            return null;
        var bytes = Base64Url.DecodeFromChars(eventId);
        if (bytes.Length < HeadBytes || bytes[0] != Version || (bytes.Length - HeadBytes) % MarkBytes != 0)
            return null;
        var start = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        if (start < 0 || start > now.UtcTicks)
            return null;

        // When these were made is not told; not after now, and the query tells it when it meets them.
        var position = new StreamPosition(start);
        for (var at = HeadBytes; at < bytes.Length; at += MarkBytes)
            position.sent[ReadMark(bytes.AsSpan(at))] = now.UtcTicks;
        return position;
    }

    /// <summary>Takes the next notification in order of <see cref="NotificationDocument.MadeAt"/>; whether it is still to be sent.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="madeAt">When it was made.</param>
    /// <param name="now">Now. An instance whose clock is far ahead must not move the position beyond what others make.</param>
    public bool Take(string id, DateTimeOffset madeAt, DateTimeOffset now)
    {
        var mark = MarkOf(id);
        var isNew = !sent.ContainsKey(mark);
        sent[mark] = madeAt.UtcTicks;
        var reached = Math.Min(madeAt.UtcTicks, now.UtcTicks);
        Advance(reached - Overlap.Ticks);
        if (sent.Count > MaxRemembered)
            Advance(Math.Min(sent.Values.Order().ElementAt(MaxRemembered / 2), reached));
        return isNew;
    }

    /// <summary>The event id: characters of base64url only.</summary>
    public override string ToString()
    {
        var bytes = new byte[HeadBytes + (sent.Count * MarkBytes)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), from);
        var at = HeadBytes;
        foreach (var mark in sent.Keys)
        {
            WriteMark(bytes.AsSpan(at), mark);
            at += MarkBytes;
        }

        return Base64Url.EncodeToString(bytes);
    }

    private void Advance(long to)
    {
        if (to <= from)
            return;
        from = to;
        foreach (var (mark, madeAt) in sent)
        {
            if (madeAt < from)
                sent.Remove(mark);
        }
    }

    // 48 bits: that two of 250 have the same is less likely than one in a billion.
    private static long MarkOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return ReadMark(hash);
    }

    private static long ReadMark(ReadOnlySpan<byte> bytes) =>
        ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    private static void WriteMark(Span<byte> bytes, long mark)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(mark >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)mark);
    }
}
