using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Output;
using Focusflow.Core.Storage;
using Focusflow.Core.Tasks;
using NodaTime;

namespace Focusflow.Functions.OpenApi;

/// <summary>The schemas of answers, made from the types' own serialization contracts; objects become named components.</summary>
internal sealed class AnswerSchemas
{
    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => Known(context.TypeInfo.Type) ?? schema,
    };

    private readonly JsonSerializerContext[] contexts =
        [.. new[] { typeof(AnswerSchemas).Assembly, typeof(Document).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (JsonSerializerContext)type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)];

    /// <summary>The components met so far, by name.</summary>
    public SortedDictionary<string, JsonNode> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema of a type: an inline one for lists, a reference for objects.</summary>
    public JsonNode Of(Type type)
    {
        if (ElementOf(type) is { } element)
            return new JsonObject { ["type"] = "array", ["items"] = Of(element) };

        var name = type.Name;
        if (!Components.ContainsKey(name))
            Components[name] = Array.Exists(type.GetInterfaces(), IsView) ? View(type) : Schema(Contract(type));
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var list && (list == typeof(IReadOnlyList<>) || list == typeof(IEnumerable<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsView(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IViewedDocument<>);

    /// <summary>A stored document seen through a view: the view's names with the types of the document's properties.</summary>
    private static JsonObject View(Type type)
    {
        var view = (DocumentView)type.GetProperty(nameof(TaskResource.View), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var stored = (JsonTypeInfo)type.GetProperty(nameof(TaskResource.StoredType), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var document = stored.GetJsonSchemaAsNode(Options)["properties"]!.AsObject();
        var properties = new JsonObject();
        foreach (var field in view.Fields)
            properties[field.Shown] = document[field.Stored]?.DeepClone() ?? new JsonObject();
        return Object(properties);
    }

    private static JsonNode Schema(JsonTypeInfo contract)
    {
        var schema = contract.GetJsonSchemaAsNode(Options);
        return contract.Kind == JsonTypeInfoKind.Object && schema["properties"] is JsonObject properties
            ? Object(properties.DeepClone().AsObject())
            : schema;
    }

    // Answers always hold all their fields (null where there is nothing), unless a context leaves nulls out.
    private static JsonObject Object(JsonObject properties) => new() { ["type"] = "object", ["properties"] = properties };

    private static JsonObject? Known(Type type)
    {
        var nullable = Nullable.GetUnderlyingType(type) is not null;
        var format = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var instant when instant == typeof(DateTimeOffset) => "date-time",
            var date when date == typeof(LocalDate) => "date",
            var id when id == typeof(Guid) => "uuid",
            _ => null,
        };
        return format is null
            ? null
            : new JsonObject { ["type"] = nullable ? new JsonArray("string", "null") : "string", ["format"] = format };
    }

    private JsonTypeInfo Contract(Type type)
    {
        foreach (var context in contexts)
        {
            if (context.GetTypeInfo(type) is { } contract)
                return contract;
        }

        throw new InvalidOperationException($"No JSON context knows {type.Name}.");
    }
}
