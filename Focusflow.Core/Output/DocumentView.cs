using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Focusflow.Core.Output;

/// <summary>
/// What clients see of a stored document: some of its properties under other names. Copies the JSON of the values as it
/// is stored, without building objects in between, because lists answer many documents at a time. Only instants are
/// rewritten, from <c>2025-09-29T17:00:00.0000000Z</c> to <c>2025-09-29T17:00:00Z</c>.
/// </summary>
public sealed class DocumentView
{
    private readonly Field[] fields;

    /// <summary>A view of these properties. Properties that come first in the stored JSON, in this order, are found fastest.</summary>
    public DocumentView(params ReadOnlySpan<ViewField> fields)
    {
        if (fields.Length is 0 or > 32)
            throw new ArgumentException("A view has 1 to 32 fields.", nameof(fields));
        this.fields = new Field[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            this.fields[i] = new Field(
                Encoding.UTF8.GetBytes(fields[i].Stored), Encoding.UTF8.GetBytes($"\"{fields[i].Shown}\":"), fields[i].IsInstant);
        }
    }

    /// <summary>Writes what is shown of a stored document as a JSON object. A property that is not stored is shown as null.</summary>
    public void Write(ReadOnlySpan<byte> stored, IBufferWriter<byte> output)
    {
        var all = uint.MaxValue >> (32 - fields.Length);
        var missing = all;
        var expected = 0;
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        output.Write("{"u8);
        while (missing != 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(reader.ValueSpan, expected);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (index < 0)
                continue;
            var value = stored[start..(int)reader.BytesConsumed];
            WriteField(fields[index], value, isFirst: missing == all, output);
            missing &= ~(1u << index);
            expected = index + 1;
        }

        for (var i = 0; missing != 0 && i < fields.Length; i++)
        {
            if ((missing & (1u << i)) == 0)
                continue;
            WriteField(fields[i], "null"u8, isFirst: missing == all, output);
            missing &= ~(1u << i);
        }

        output.Write("}"u8);
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

    private static void WriteField(Field field, ReadOnlySpan<byte> value, bool isFirst, IBufferWriter<byte> output)
    {
        if (!isFirst)
            output.Write(","u8);
        output.Write(field.Shown);
        if (!field.IsInstant || value[0] != '"')
        {
            output.Write(value);
            return;
        }

        output.Write(value[..^2].TrimEnd((byte)'0').TrimEnd((byte)'.'));
        output.Write("Z\""u8);
    }

    private readonly record struct Field(byte[] Stored, byte[] Shown, bool IsInstant);
}

/// <summary>One property of a <see cref="DocumentView"/>.</summary>
/// <param name="Stored">Its name in the stored JSON, camelCase.</param>
/// <param name="Shown">Its name for clients, snake_case.</param>
/// <param name="IsInstant">Whether it is an instant as <see cref="Storage.InstantText"/> writes it.</param>
public readonly record struct ViewField(string Stored, string Shown, bool IsInstant = false);
