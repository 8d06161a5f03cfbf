using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>The schema of a request's body, made from the code that reads it.</summary>
internal static class BodySchema
{
    public static JsonObject Of(Type type, string readerName)
    {
        var reader = Array.Find(type.GetMethods(BindingFlags.Public | BindingFlags.Static), method => method.Name == readerName)
            ?? throw new InvalidOperationException($"{type.Name} has no public static method {readerName}.");
        var rules = FieldReader.Describe((body, calendar) => reader.Invoke(null, Arguments(reader, body, calendar)));

        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var rule in rules.DistinctBy(rule => rule.Name, StringComparer.Ordinal).OrderBy(rule => rule.EarlierNameOf is not null))
        {
            properties[rule.Name] = rule.EarlierNameOf is { } name ? Earlier(name, properties[name]!.DeepClone().AsObject()) : Field(rule);
            if (rule.Required)
                required.Add((JsonNode)rule.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    private static object?[] Arguments(MethodInfo reader, JsonElement body, UserCalendar calendar) =>
        [.. reader.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(JsonElement) ? body
            : parameter.ParameterType == typeof(UserCalendar) ? (object?)calendar
            : parameter.ParameterType == typeof(FieldReader) ? new FieldReader(body, calendar)
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null)];

    private static JsonObject Earlier(string name, JsonObject schema)
    {
        schema["deprecated"] = true;
        schema["description"] = $"An earlier name of {name}, read when that is not sent.";
        return schema;
    }

    /// <summary>A date or a timestamp.</summary>
    public static JsonObject DayOrTimestamp(bool nullable)
    {
        var choices = new JsonArray(
            new JsonObject { ["type"] = "string", ["format"] = "date" }, new JsonObject { ["type"] = "string", ["format"] = "date-time" });
        if (nullable)
            choices.Add((JsonNode)new JsonObject { ["type"] = "null" });
        return new JsonObject { ["anyOf"] = choices };
    }

    private static JsonObject Field(FieldRule rule)
    {
        if (rule.Type == FieldType.DayOrTimestamp)
            return DayOrTimestamp(rule.Nullable);
        var schema = new JsonObject();
        if (TypeName(rule.Type) is { } type)
            schema["type"] = rule.Nullable ? new JsonArray(type, "null") : type;
        if (Format(rule.Type) is { } format)
            schema["format"] = format;
        if (rule.Type == FieldType.TimeOfDay)
            schema["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
        var (min, max) = rule.Type switch
        {
            FieldType.Text => ("minLength", "maxLength"),
            FieldType.List => ("minItems", "maxItems"),
            _ => ("minimum", "maximum"),
        };
        if (rule.Min is { } least && !(least == 0 && rule.Type is FieldType.Text or FieldType.List))
            schema[min] = least;
        if (rule.Max is { } most)
            schema[max] = most;
        if (rule.Choices is { } choices)
            schema["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice), .. rule.Nullable ? [null] : Array.Empty<JsonNode?>()]);
        if (rule.Items is { } items)
            schema["items"] = Field(items);
        return schema;
    }

    private static string? TypeName(FieldType type) => type switch
    {
        FieldType.Any => null,
        FieldType.Flag => "boolean",
        FieldType.WholeNumber => "integer",
        FieldType.List => "array",
        FieldType.FreeForm => "object",
        _ => "string",
    };

    private static string? Format(FieldType type) => type switch
    {
        FieldType.Timestamp => "date-time",
        FieldType.Date => "date",
        _ => null,
    };
}
