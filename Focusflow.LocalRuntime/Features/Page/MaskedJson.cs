using System.Text.Json;
using System.Text.Json.Nodes;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>
/// JSON as the page may show it: what a property's name calls a secret is not shown, for screens are shared and looked at
/// over shoulders. The runtime knows the app's words, not its documents, so it goes by names.
/// </summary>
internal static class MaskedJson
{
    /// <summary>What is shown instead of a secret.</summary>
    public const string Mask = "(not shown)";

    private static readonly string[] Secrets = ["password", "secret", "token", "hash", "credential", "signature"];

    /// <summary>Masks JSON; what is none (the message of a failure) becomes a text, null stays null.</summary>
    public static JsonNode? Of(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return null;
        try
        {
            return Masked(JsonNode.Parse(json));
        }
        catch (JsonException)
        {
            return JsonValue.Create(json);
        }
    }

    /// <summary>Masks a document.</summary>
    public static JsonNode? Of(ReadOnlyMemory<byte> json) => Masked(JsonNode.Parse(json.Span));

    private static JsonNode? Masked(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Masked(item);
        }
        else if (node is JsonObject properties)
        {
            foreach (var (name, value) in properties.ToArray())
            {
                if (value is not null && Secrets.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                    properties[name] = Mask;
                else
                    Masked(value);
            }
        }

        return node;
    }
}
