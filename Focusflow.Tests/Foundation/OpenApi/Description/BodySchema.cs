using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.OpenApi;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>The schema of a request's body, made from the code that reads it.</summary>
internal static class BodySchema
{
    // Where the fields of a body are documented, when not in the type that reads it.
    private static readonly Dictionary<Type, Type> Documented = new()
    {
        [typeof(UpdateSettings)] = typeof(UserSettings),
        [typeof(CompleteOnboarding)] = typeof(UserSettings),
        [typeof(EarlierOnboarding)] = typeof(UserSettings),
    };

    public static JsonObject Of(string name, OperationAttribute operation, NamedParts parts)
    {
        var (type, readerName) = (operation.Body!, operation.BodyReader);
        var reader = Array.Find(type.GetMethods(BindingFlags.Public | BindingFlags.Static), method => method.Name == readerName)
            ?? throw new InvalidOperationException($"{type.Name} has no public static method {readerName}.");
        var rules = FieldReader.Describe((body, calendar) => reader.Invoke(null, Arguments(reader, body, calendar)));
        var schema = Object(name, Documented.GetValueOrDefault(type, type), rules, parts);
        schema.Insert(1, "description", $"Sent to {char.ToLowerInvariant(operation.Summary[0])}{operation.Summary[1..]}.");
        return schema;
    }

    private static JsonObject Object(string name, Type type, IReadOnlyList<FieldRule> rules, NamedParts parts)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var rule in rules.DistinctBy(rule => rule.Name, StringComparer.Ordinal).OrderBy(rule => rule.EarlierNameOf is not null))
        {
            var field = rule.EarlierNameOf is { } now ? Earlier(now, properties[now]!.DeepClone().AsObject()) : Field(name, type, rule, rule.Name, parts);
            if (Property(type, rule.Name) is { } property && !field.ContainsKey("description") && XmlDocs.Of(property) is { } words)
                field["description"] = words;
            FieldWords.Add(name, rule.Name, field);
            properties[rule.Name] = field;
            if (rule.Required)
                required.Add((JsonNode)rule.Name);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    private static PropertyInfo? Property(Type type, string field) =>
        Array.Find(type.GetProperties(), property => FieldNames.Snake(property.Name) == field);

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

    /// <summary>A date or a timestamp: a text, since hardly any generator of clients knows what to do with a choice of formats.</summary>
    public static JsonObject DayOrTimestamp(bool nullable) => new()
    {
        ["type"] = nullable ? new JsonArray("string", "null") : "string",
        ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$",
    };

    private static JsonObject Field(string name, Type type, FieldRule rule, string called, NamedParts parts)
    {
        if (rule.Fields is { } inside)
        {
            var part = Object(name, type, inside, parts);
            part["additionalProperties"] = true;
            return rule.Nullable ? AnswerSchemas.OrNull(parts.Reference(called, part)) : parts.Reference(called, part);
        }

        if (rule.Choices is { } choices)
            return rule.Nullable ? AnswerSchemas.OrNull(NamedWords.Reference(choices)) : NamedWords.Reference(choices);
        if (rule.Type == FieldType.DayOrTimestamp)
            return DayOrTimestamp(rule.Nullable);
        var schema = new JsonObject();
        if (TypeName(rule.Type) is { } typeName)
            schema["type"] = rule.Nullable ? new JsonArray(typeName, "null") : typeName;
        if (rule.Type == FieldType.FreeForm)
            schema["additionalProperties"] = true;
        if (Format(rule) is { } format)
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
        if (rule.Items is { } items)
            schema["items"] = Field(name, type, items, called, parts);
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

    private static string? Format(FieldRule rule) => rule.Type switch
    {
        FieldType.Timestamp => "date-time",
        FieldType.Date => "date",
        FieldType.WholeNumber => rule.Max is null ? "int64" : "int32",
        _ => null,
    };
}
