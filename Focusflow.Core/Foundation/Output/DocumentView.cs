using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// What clients see of a stored document: some of its properties under other names. Copies the JSON of the values as it
/// is stored, without building objects in between, because lists answer many documents at a time. Only instants are
/// rewritten, from <c>2025-09-29T17:00:00.0000000Z</c> to <c>2025-09-29T17:00:00Z</c>; a day stands as it is, or is shown as
/// the instant at which it is over.
/// </summary>
public sealed class DocumentView
{
    // How much longer the end of a day is than the day: "2025-09-29" and "2025-09-29T22:00:00Z".
    private const int DayEndGrows = 10;

    // The most that a property shown once more adds: an instant with all its decimals, in quotes.
    private const int AgainGrows = 30;

    // Most names and values are shorter, and copying so many at once is faster than counting them; what was too much is written over
    // by what follows.
    private const int AtOnce = 32;

    private const int Slots = 64;

    private readonly Field[] fields;
    private readonly int[] firstOfSlot = [.. Enumerable.Repeat(-1, Slots)];
    private readonly int room;

    /// <summary>
    /// A view of these properties. Properties that come first in the stored JSON, in this order, are found fastest. One that is
    /// shown twice (an instant or a day) is named twice, one after the other.
    /// </summary>
    public DocumentView(params ReadOnlySpan<ViewField> fields)
    {
        if (fields.Length is 0 or > 32)
            throw new ArgumentException("A view has 1 to 32 fields.", nameof(fields));
        Fields = fields.ToArray();
        this.fields = new Field[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var again = i > 0 && fields[i].Stored == fields[i - 1].Stored;
            var field = this.fields[i] = new Field(
                Encoding.UTF8.GetBytes(fields[i].Stored),
                Piece.Of($",\"{fields[i].Shown}\":"),
                Piece.Of($",\"{fields[i].Shown}\":{fields[i].Absent}"),
                fields[i].IsInstant,
                fields[i].AtDayEnd,
                again);
            room += field.Absent.Length + (field.AtDayEnd ? DayEndGrows : 0) + (again ? AgainGrows : 0);
        }

        room += 2 + AtOnce;
        for (var i = fields.Length - 1; i >= 0; i--)
        {
            if (!this.fields[i].Again)
                (this.fields[i].NextOfSlot, firstOfSlot[SlotOf(this.fields[i].Stored)]) = (firstOfSlot[SlotOf(this.fields[i].Stored)], i);
        }
    }

    /// <summary>What is shown, in order.</summary>
    public IReadOnlyList<ViewField> Fields { get; }

    /// <summary>
    /// Writes what is shown of a stored document as a JSON object. A property that is not stored is shown as its
    /// <see cref="ViewField.Absent"/>.
    /// </summary>
    /// <param name="stored">The document.</param>
    /// <param name="calendar">The calendar that days are days of.</param>
    /// <param name="output">Where to.</param>
    public void Write(ReadOnlySpan<byte> stored, UserCalendar calendar, IBufferWriter<byte> output)
    {
        // No value grows by more than is in the room, so this is enough for all; asking once is much of the speed.
        var target = output.GetSpan(stored.Length + room);
        var written = 0;
        var missing = uint.MaxValue >> (32 - fields.Length);
        var expected = 0;
        var properties = new PropertyScanner(stored);
        while (missing != 0 && properties.Next())
        {
            var index = IndexOf(properties.Name, expected);
            if (index < 0)
                continue;
            do
            {
                WriteField(fields[index], properties.Value, properties.FromValue, calendar, target, ref written);
                missing &= ~(1u << index);
                index++;
            }
            while (index < fields.Length && fields[index].Again);
            expected = index;
        }

        for (var i = 0; missing != 0; i++, missing >>= 1)
        {
            if ((missing & 1) != 0)
                Append(fields[i].Absent.Bytes, fields[i].Absent.Length, target, ref written);
        }
        target[0] = (byte)'{'; // instead of the comma of the first
        target[written++] = (byte)'}';
        output.Advance(written);
    }

    private int IndexOf(ReadOnlySpan<byte> name, int expected)
    {
        if (expected < fields.Length && name.SequenceEqual(fields[expected].Stored))
            return expected;

        // Optional ones are often left out, and much is stored that is not shown: most names are told by their slot alone.
        var index = firstOfSlot[SlotOf(name)];
        while (index >= 0 && !name.SequenceEqual(fields[index].Stored))
            index = fields[index].NextOfSlot;
        return index;
    }

    private static int SlotOf(ReadOnlySpan<byte> name) => name.IsEmpty ? 0 : (name.Length * 5 + name[0] + name[^1] * 3) % Slots;

    private static void WriteField(
        Field field, ReadOnlySpan<byte> value, ReadOnlySpan<byte> fromValue, UserCalendar calendar, Span<byte> target, ref int written)
    {
        Append(field.Shown.Bytes, field.Shown.Length, target, ref written);
        var isDay = value.Length == DayText.Length + 2 && field.IsInstant;
        if (isDay && field.AtDayEnd)
        {
            var end = calendar.StartOf(DayText.Parse(Encoding.UTF8.GetString(value[1..^1])).PlusDays(1));
            Append(Encoding.UTF8.GetBytes($"\"{Timestamps.Write(end)}\""), target, ref written);
            return;
        }

        if (isDay || !field.IsInstant || value[0] != '"')
        {
            Append(fromValue, value.Length, target, ref written);
            return;
        }

        Append(fromValue, value[..^2].TrimEnd((byte)'0').TrimEnd((byte)'.').Length, target, ref written);
        Append("Z\""u8, target, ref written);
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> target, ref int written)
    {
        text.CopyTo(target[written..]);
        written += text.Length;
    }

    /// <summary>Appends the first bytes of a text, wherever there is more of it to be read.</summary>
    private static void Append(ReadOnlySpan<byte> from, int length, Span<byte> target, ref int written)
    {
        if (length <= AtOnce && from.Length >= AtOnce)
            Vector256.Create(from).CopyTo(target[written..]);
        else
            from[..length].CopyTo(target[written..]);
        written += length;
    }

    /// <summary>A property, with its name and what is written when it is absent as they stand in an answer, behind a comma.</summary>
    private sealed record Field(byte[] Stored, Piece Shown, Piece Absent, bool IsInstant, bool AtDayEnd, bool Again)
    {
        /// <summary>The next field whose name has the same slot, or -1.</summary>
        public int NextOfSlot { get; set; } = -1;
    }

    /// <summary>A text, with blanks behind it as far as <see cref="AtOnce"/>.</summary>
    private sealed record Piece(byte[] Bytes, int Length)
    {
        public static Piece Of(string text) => new(Encoding.UTF8.GetBytes(text.PadRight(AtOnce)), Encoding.UTF8.GetByteCount(text));
    }
}

/// <summary>One property of a <see cref="DocumentView"/>.</summary>
/// <param name="Stored">Its name in the stored JSON, camelCase.</param>
/// <param name="Shown">Its name for clients, snake_case.</param>
/// <param name="IsInstant">Whether it is an instant as <see cref="Storage.InstantText"/> writes it, or a day.</param>
/// <param name="AtDayEnd">Whether a day is shown as the instant at which it is over.</param>
/// <param name="Absent">What is shown of a document that does not have it, as JSON.</param>
public readonly record struct ViewField(string Stored, string Shown, bool IsInstant = false, bool AtDayEnd = false, string Absent = "null");
