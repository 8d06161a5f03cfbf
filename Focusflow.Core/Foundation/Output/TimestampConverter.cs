using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Foundation.Output;

/// <summary>Writes instants for clients, see <see cref="Timestamps.Write(DateTimeOffset)"/>.</summary>
public sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Timestamps.Write(value));
}
