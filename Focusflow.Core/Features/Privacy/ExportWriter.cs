using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>
/// Shows stored JSON as clients know JSON: names in snake_case, instants as RFC 3339. What the type calls a name is
/// renamed; the keys of dictionaries and of what the user sent free-form are data and stay. What is secret is withheld.
/// </summary>
internal static class ExportWriter
{
    /// <summary>What stands in the place of a secret that is stored.</summary>
    public const string Withheld = "(secret, not exported)";

    private static readonly ConcurrentDictionary<JsonTypeInfo, Dictionary<string, Property>> Known = new();

    /// <summary>Writes a stored document.</summary>
    public static void Write(Utf8JsonWriter json, StoredDocument document, JsonTypeInfo type)
    {
        using var parsed = JsonDocument.Parse(document.Json);
        Write(json, parsed.RootElement, type);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, JsonTypeInfo type)
    {
        switch (type.Kind, value.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                WriteObject(json, value, Known.GetOrAdd(type, PropertiesOf));
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) when type.ElementType is { } element:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, type.Options.GetTypeInfo(element));
                json.WriteEndArray();
                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object) when type.ElementType is { } element:
                json.WriteStartObject();
                foreach (var entry in value.EnumerateObject())
                {
                    json.WritePropertyName(entry.Name);
                    Write(json, entry.Value, type.Options.GetTypeInfo(element));
                }

                json.WriteEndObject();
                break;
            case (_, JsonValueKind.String) when IsInstant(type.Type, value) && value.TryGetDateTimeOffset(out var instant):
                json.WriteStringValue(Timestamps.Write(instant));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement value, Dictionary<string, Property> properties)
    {
        json.WriteStartObject();
        foreach (var stored in value.EnumerateObject())
        {
            if (!properties.TryGetValue(stored.Name, out var property))
            {
                // What an older or newer version of the service has stored is the user's as well.
                json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(stored.Name));
                stored.Value.WriteTo(json);
                continue;
            }

            json.WritePropertyName(property.Shown);
            if (property.IsSecret && stored.Value.ValueKind != JsonValueKind.Null)
                json.WriteStringValue(Withheld);
            else
                Write(json, stored.Value, property.Type);
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, Property> PropertiesOf(JsonTypeInfo type)
    {
        var secrets = type.Type.GetProperties().Where(property => property.IsDefined(typeof(SecretAttribute), inherit: true))
            .Select(property => type.Options.PropertyNamingPolicy?.ConvertName(property.Name) ?? property.Name)
            .ToHashSet(StringComparer.Ordinal);
        return type.Properties.ToDictionary(
            property => property.Name,
            property => new Property(
                JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)),
                secrets.Contains(property.Name),
                type.Options.GetTypeInfo(property.PropertyType)),
            StringComparer.Ordinal);
    }

    private static bool IsInstant(Type type, JsonElement value)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner == typeof(DateTimeOffset) || (inner == typeof(DayOrInstant) && value.GetString()!.Length > DayText.Length);
    }

    private sealed record Property(JsonEncodedText Shown, bool IsSecret, JsonTypeInfo Type);
}
