using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>How instants are stored: UTC, always seven decimals and a <c>Z</c>, so that they sort as text.</summary>
public static class InstantText
{
    /// <summary>Later than every instant that is stored; the sort key of "never".</summary>
    public const string Never = "9999-12-31T23:59:59.9999999Z";

    /// <summary>Writes an instant, such as <c>2025-09-29T17:00:00.0000000Z</c>.</summary>
    public static string ToSortable(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToSortable"/> wrote.</summary>
    public static DateTimeOffset Parse(string text) =>
        new(DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
}

/// <summary>Writes <see cref="DateTimeOffset"/> properties of documents as <see cref="InstantText"/>.</summary>
public sealed class StoredInstantConverter : JsonConverter<DateTimeOffset>
{
    private const int Length = 28;

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        !reader.HasValueSequence && Utf8Parser.TryParse(reader.ValueSpan, out DateTime instant, out var read, 'O') && read == Length
            ? new DateTimeOffset(instant)
            : InstantText.Parse(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out var written, 'O');
        writer.WriteStringValue(text[..written]);
    }
}
