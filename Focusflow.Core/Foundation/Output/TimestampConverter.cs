using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Foundation.Output;

/// <summary>Writes instants for clients as <see cref="Timestamps.Write(DateTimeOffset)"/> does, without making a string.</summary>
public sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    private const int Longest = 28;

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Longest];
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out _, 'O');
        var end = text[..^1].TrimEnd((byte)'0').TrimEnd((byte)'.').Length; // its seven decimals, as many of them as say something
        text[end] = (byte)'Z';
        writer.WriteStringValue(text[..(end + 1)]);
    }
}
