using System.Text.Json.Nodes;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>
/// The objects inside the bodies of requests as named components, each under a name of its own: a generator of clients would
/// make one up for each place (<c>Steps</c>, <c>Steps2</c>).
/// </summary>
internal sealed class NamedParts
{
    // By the field that holds them.
    private static readonly Dictionary<string, (string Name, string Description)> All = new(StringComparer.Ordinal)
    {
        ["steps"] = ("StepInput", "A step of a checklist, as it is sent."),
        ["preferences"] = ("PreferencesInput", "What a client wants kept; these keys are settings as well."),
        ["keys"] = ("PushKeysInput", "The keys of a browser's subscription."),
    };

    /// <summary>The components met so far, by name.</summary>
    public SortedDictionary<string, JsonObject> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>A reference to the component that the objects of a field are.</summary>
    public JsonObject Reference(string field, JsonObject schema)
    {
        if (!All.TryGetValue(field, out var part))
            throw new InvalidOperationException($"Give the objects of {field} a name in {nameof(NamedParts)}.");
        schema.Insert(1, "description", part.Description);
        if (Schemas.TryGetValue(part.Name, out var known) && !JsonNode.DeepEquals(known, schema))
            throw new InvalidOperationException($"There are two kinds of {field}: {known.ToJsonString()} and {schema.ToJsonString()}");
        Schemas[part.Name] = schema;
        return new JsonObject { ["$ref"] = $"#/components/schemas/{part.Name}" };
    }
}
