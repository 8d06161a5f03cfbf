using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Completes the schema of a field: what it says, and what it looks like where its name tells.</summary>
internal static class FieldWords
{
    // What may be set is what can be there.
    private static readonly Lazy<Dictionary<string, FieldRule>> Settings = new(() =>
        FieldReader.Describe((body, calendar) => UpdateSettings.Read(new FieldReader(body, calendar))).ToDictionary(rule => rule.Name, StringComparer.Ordinal));

    /// <summary>Adds to a field of a schema.</summary>
    public static void Add(string schema, string name, JsonObject field)
    {
        if (FieldNames.WordsOf(schema, name) is { } words && !field.ContainsKey("deprecated"))
            field["description"] = words;
        if (IsText(field) && FieldNames.FormOf(schema, name) is var (keyword, value) && !field.ContainsKey("format"))
            field[keyword] = value;
        if (schema == nameof(UserSettings) && Settings.Value.GetValueOrDefault(name) is { Type: FieldType.WholeNumber } rule)
            (field["minimum"], field["maximum"]) = (rule.Min, rule.Max);
    }

    private static bool IsText(JsonObject field) => field["type"] switch
    {
        JsonArray types => types.Any(type => (string?)type == "string"),
        { } type => (string?)type == "string",
        null => false,
    };
}
