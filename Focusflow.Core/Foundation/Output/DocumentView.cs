using System.Buffers;
using System.Text;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// What clients see of a stored document: some of its properties under other names. Copies the JSON of the values as it
/// is stored, without building objects in between, because lists answer many documents at a time. Only instants are
/// rewritten, from <c>2025-09-29T17:00:00.0000000Z</c> to <c>2025-09-29T17:00:00Z</c>.
/// </summary>
public sealed class DocumentView
{
    private readonly Field[] fields;
    private readonly int room;

    /// <summary>A view of these properties. Properties that come first in the stored JSON, in this order, are found fastest.</summary>
    public DocumentView(params ReadOnlySpan<ViewField> fields)
    {
        if (fields.Length is 0 or > 32)
            throw new ArgumentException("A view has 1 to 32 fields.", nameof(fields));
        Fields = fields.ToArray();
        this.fields = new Field[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            this.fields[i] = new Field(
                Encoding.UTF8.GetBytes(fields[i].Stored), Encoding.UTF8.GetBytes($"\"{fields[i].Shown}\":"), fields[i].IsInstant);
            room += this.fields[i].Shown.Length + "null,".Length;
        }

        room += 2;
    }

    /// <summary>What is shown, in order.</summary>
    public IReadOnlyList<ViewField> Fields { get; }

    /// <summary>Writes what is shown of a stored document as a JSON object. A property that is not stored is shown as null.</summary>
    public void Write(ReadOnlySpan<byte> stored, IBufferWriter<byte> output)
    {
        // No value grows, so this is room enough for all; asking once is much of the speed.
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
            WriteField(fields[index], properties.Value, target, ref written);
            missing &= ~(1u << index);
            expected = index + 1;
        }

        for (var i = 0; missing != 0; i++, missing >>= 1)
        {
            if ((missing & 1) != 0)
                WriteField(fields[i], "null"u8, target, ref written);
        }

        target[written++] = (byte)'}';
        output.Advance(written);
    }

    private int IndexOf(ReadOnlySpan<byte> name, int expected)
    {
        if (expected < fields.Length && name.SequenceEqual(fields[expected].Stored))
            return expected;
        for (var i = 0; i < fields.Length; i++)
        {
            if (name.SequenceEqual(fields[i].Stored))
                return i;
        }

        return -1;
    }

    private static void WriteField(Field field, ReadOnlySpan<byte> value, Span<byte> target, ref int written)
    {
        target[written] = (byte)(written == 0 ? '{' : ',');
        written++;
        Append(field.Shown, target, ref written);
        if (!field.IsInstant || value[0] != '"')
        {
            Append(value, target, ref written);
            return;
        }

        Append(value[..^2].TrimEnd((byte)'0').TrimEnd((byte)'.'), target, ref written);
        Append("Z\""u8, target, ref written);
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> target, ref int written)
    {
        text.CopyTo(target[written..]);
        written += text.Length;
    }

    private readonly record struct Field(byte[] Stored, byte[] Shown, bool IsInstant);
}

/// <summary>One property of a <see cref="DocumentView"/>.</summary>
/// <param name="Stored">Its name in the stored JSON, camelCase.</param>
/// <param name="Shown">Its name for clients, snake_case.</param>
/// <param name="IsInstant">Whether it is an instant as <see cref="Storage.InstantText"/> writes it.</param>
public readonly record struct ViewField(string Stored, string Shown, bool IsInstant = false);
