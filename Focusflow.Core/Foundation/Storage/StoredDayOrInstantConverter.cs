using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>Writes a day as <see cref="DayText"/> and an instant as <see cref="InstantText"/>; their lengths tell them apart.</summary>
public sealed class StoredDayOrInstantConverter : JsonConverter<DayOrInstant>
{
    private static readonly StoredInstantConverter Instants = new();

    /// <inheritdoc/>
    public override DayOrInstant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.ValueSpan.Length == DayText.Length
            ? DayText.Parse(reader.GetString()!)
            : Instants.Read(ref reader, typeof(DateTimeOffset), options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DayOrInstant value, JsonSerializerOptions options)
    {
        if (value.Day is { } day)
            writer.WriteStringValue(DayText.Write(day));
        else
            Instants.Write(writer, value.Instant!.Value, options);
    }
}
