using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using NodaTime;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>The schemas of answers, made from the types' own serialization contracts; objects become named components.</summary>
internal sealed class AnswerSchemas
{
    private readonly JsonSchemaExporterOptions options;

    // A type may be stored by one contract and answered by another; answers are those in snake_case.
    private readonly JsonSerializerContext[] contexts =
        [.. new[] { typeof(OperationAttribute).Assembly, typeof(Document).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => (JsonSerializerContext)type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
            .OrderBy(context => context.Options.PropertyNamingPolicy == JsonNamingPolicy.SnakeCaseLower ? 0 : 1)
            .ThenBy(context => context.GetType().FullName, StringComparer.Ordinal)];

    public AnswerSchemas() =>
        options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>The components met so far, by name.</summary>
    public SortedDictionary<string, JsonNode> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema of a type: an inline one for lists, a reference for objects.</summary>
    public JsonNode Of(Type type)
    {
        if (ElementOf(type) is { } element)
            return new JsonObject { ["type"] = "array", ["items"] = Of(element) };

        var name = type.Name;
        if (!Components.ContainsKey(name))
        {
            Components[name] = new JsonObject(); // for types that hold themselves
            Components[name] = IsView(type) ? View(type) : Schema(type);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var list && (list == typeof(IReadOnlyList<>) || list == typeof(IEnumerable<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsView(Type type) =>
        Array.Exists(type.GetInterfaces(), found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IViewedDocument<>));

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Focusflow.", StringComparison.Ordinal) == true;

    /// <summary>A stored document seen through a view: the view's names with the types of the document's properties.</summary>
    private JsonObject View(Type type)
    {
        var view = (DocumentView)type.GetProperty(nameof(IViewedDocument<>.View), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var stored = (JsonTypeInfo)type.GetProperty(nameof(IViewedDocument<>.StoredType), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var document = stored.GetJsonSchemaAsNode(options)["properties"]!.AsObject();
        var properties = new JsonObject();
        foreach (var field in view.Fields)
            properties[field.Shown] = field.AtDayEnd ? Known(typeof(DateTimeOffset?)) : document[field.Stored]?.DeepClone() ?? new JsonObject();
        return Object(type, properties, view.Fields.Select(field => field.Shown));
    }

    private JsonNode Schema(Type type)
    {
        var contract = Contract(type);
        var schema = contract.GetJsonSchemaAsNode(options);
        return schema is JsonObject found && found["properties"] is JsonObject properties
            ? Object(type, properties.DeepClone().AsObject(), contract.Properties.Where(property => property.ShouldSerialize is null).Select(property => property.Name))
            : schema;
    }

    // Answers hold all their fields, null where there is nothing, but for those that a contract leaves out.
    private static JsonObject Object(Type type, JsonObject properties, IEnumerable<string> always)
    {
        foreach (var (name, property) in properties)
            FieldWords.Add(type.Name, name, property!.AsObject());
        var schema = new JsonObject { ["type"] = "object" };
        if (XmlDocs.Of(type) is { } description)
            schema["description"] = description;
        schema["properties"] = properties;
        schema["required"] = new JsonArray([.. always.Where(properties.ContainsKey).Select(name => (JsonNode)name)]);
        return schema;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var shaped = Shape(context, schema);
        if (context.PropertyInfo?.AttributeProvider is PropertyInfo property && !shaped.ContainsKey("description") && XmlDocs.Of(property) is { } words)
            shaped["description"] = words;
        return shaped;
    }

    private JsonObject Shape(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        if (Known(type) is { } known)
            return known;
        if (ElementOf(type) == typeof(SiteUrl))
            return new JsonObject { ["type"] = "array", ["items"] = Known(typeof(SiteUrl)) };
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DayOrInstant))
            return BodySchema.DayOrTimestamp(nullable: Nullable.GetUnderlyingType(context.PropertyInfo?.PropertyType ?? type) is not null);
        if (!context.Path.IsEmpty && ElementOf(type) is { } element && IsView(element))
            return Of(type).AsObject();
        if (!context.Path.IsEmpty && IsOurs(type) && context.TypeInfo.Kind == JsonTypeInfoKind.Object && !type.IsValueType)
            return context.PropertyInfo is { IsGetNullable: true } ? OrNull(Of(type)) : Of(type).AsObject();
        if (schema is not JsonObject found)
            return new JsonObject(); // "true": whatever JSON there is
        found.Remove("default");
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WordsAttribute), inherit: true) is [WordsAttribute words])
            return OfWords(found, words.Words);
        return found["enum"] is JsonArray choices ? OfWords(new JsonObject { ["type"] = choices.Any(choice => choice is null) ? new JsonArray("string", "null") : "string" }, choices.OfType<JsonNode>().Select(choice => (string)choice!)) : found;
    }

    private static JsonObject OfWords(JsonObject schema, IEnumerable<string> words)
    {
        if (schema.ContainsKey("items"))
        {
            schema["items"] = NamedWords.Reference(words);
            return schema;
        }

        return schema["type"] is JsonArray ? OrNull(NamedWords.Reference(words)) : NamedWords.Reference(words);
    }

    /// <summary>A schema, or null.</summary>
    public static JsonObject OrNull(JsonNode schema) => new() { ["oneOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private static JsonObject? Known(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        var schema = new JsonObject { ["type"] = inner == type ? "string" : new JsonArray("string", "null") };
        if (inner == typeof(DateTimeOffset))
            schema["format"] = "date-time";
        else if (inner == typeof(LocalDate))
            schema["format"] = "date";
        else if (inner == typeof(SiteUrl))
            schema["format"] = "uri";
        else if (inner == typeof(Guid))
            schema["format"] = "uuid";
        else if (inner == typeof(LocalTime))
            schema["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
        else if (inner == typeof(int) || inner == typeof(long))
            return Number(inner, schema);
        else if (inner == typeof(JsonObject) || inner == typeof(JsonElement))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = true };
        else
            return null;
        return schema;
    }

    // Counts, minutes, seconds, points: nothing that is answered is below zero.
    private static JsonObject Number(Type type, JsonObject schema)
    {
        schema["type"] = schema["type"] is JsonArray ? new JsonArray("integer", "null") : "integer";
        schema["format"] = type == typeof(long) ? "int64" : "int32";
        schema["minimum"] = 0;
        return schema;
    }

    private JsonTypeInfo Contract(Type type)
    {
        foreach (var context in contexts)
        {
            if (Spellings.Of(context, type) is { } contract)
                return contract;
        }

        throw new InvalidOperationException($"No JSON context knows {type.Name}.");
    }
}
