using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>
/// Compiles the schemas of the description, once each, more strictly than clients should read them: an object holds nothing
/// but the properties that are named, and formats count.
/// </summary>
internal sealed class StrictSchemas(JsonObject components)
{
    private const string Reference = "#/components/schemas/";

    private static readonly EvaluationOptions Quick = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly EvaluationOptions Telling = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> compiled = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a value: a place and a message each; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(JsonNode schema, JsonElement value)
    {
        var key = schema.ToJsonString();
        var validator = compiled.GetOrAdd(key, _ => new Lazy<JsonSchema>(() => Compile(schema))).Value;
        if (validator.Evaluate(value, Quick).IsValid)
            return [];
        var results = validator.Evaluate(value, Telling);
        return
        [
            .. (results.Details ?? []).Append(results)
                .Where(detail => detail.Errors is { Count: > 0 })
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Value}"))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private JsonSchema Compile(JsonNode schema)
    {
        var definitions = new JsonObject();
        var root = Strict(schema, definitions);
        return JsonSchema.FromText(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://focusflow.test/{Guid.NewGuid()}",
            ["allOf"] = new JsonArray(root),
            ["$defs"] = definitions,
        }.ToJsonString());
    }

    /// <summary>A closed copy, and the components that it needs among the definitions.</summary>
    private JsonNode Strict(JsonNode node, JsonObject definitions)
    {
        switch (node)
        {
            case JsonObject found when found["$ref"] is { } reference:
                var name = reference.GetValue<string>()[Reference.Length..];
                if (!definitions.ContainsKey(name))
                {
                    definitions[name] = true; // for those that hold themselves
                    definitions[name] = Strict(components[name]!, definitions);
                }

                return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
            case JsonObject found:
                var copy = new JsonObject();
                foreach (var (key, value) in found)
                    copy[key] = value is null || key is "enum" or "const" or "example" ? value?.DeepClone() : Strict(value, definitions);
                if (copy["properties"] is JsonObject && !copy.ContainsKey("additionalProperties"))
                    copy["additionalProperties"] = false;
                return copy;
            case JsonArray array:
                return new JsonArray([.. array.Select(item => item is null ? null : Strict(item, definitions))]);
            default:
                return node.DeepClone();
        }
    }
}
