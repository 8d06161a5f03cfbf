using System.Globalization;
using System.Text.Json.Nodes;

namespace Focusflow.Tests.Foundation.OpenApi.Fuzz;

/// <summary>How a value stands to its schema.</summary>
internal enum Intent
{
    /// <summary>As described.</summary>
    Valid,

    /// <summary>As described, just so.</summary>
    Boundary,

    /// <summary>Not as described.</summary>
    Broken,
}

/// <summary>Makes values for schemas of the description: good ones, those at the edge, and wrong ones.</summary>
internal sealed class FuzzValues(Random random, ApiContract contract, FuzzWorld world)
{
    // Texts that have broken parsers, stores, sort orders and logs before.
    private static readonly string[] Nasty =
    [
        "", " ", "\0", "\ud800", "'; DROP TABLE tasks; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "../../etc/passwd", "null", "undefined",
        "\u202egnp.exe", "e\u0301\u0327", "\U0001F469\u200d\U0001F4BB", "\ufeffx", "İi", "ß", "\r\nX-Injected: 1", "%00", "%zz", "-0", "1e999", "NaN", "0x10", "٣",
    ];

    private static readonly string[] Instants =
    [
        "2026-03-29T02:30:00", "2026-10-25T02:30:00", "2024-02-29T23:59:60Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-26", "2026-11-26T10:00:00+14:00", "2026-11-26T10:00:00-23:59", "2026-11-26t10:00:00z", "26.11.2026", "-2026-11-26T00:00:00Z", "1764150000",
    ];

    /// <summary>A value, or null for JSON's null.</summary>
    public JsonNode? Of(string name, JsonNode schema, Intent intent, int depth = 0)
    {
        var found = contract.Resolve(schema);
        if (found["oneOf"] is JsonArray choices)
            return intent != Intent.Broken && random.Next(4) == 0 ? null : Of(name, choices[0]!, intent, depth);
        if (intent == Intent.Broken)
            return Broken(found);
        if (found["enum"] is JsonArray words)
            return words[random.Next(words.Count)]!.DeepClone();
        var types = found["type"] is JsonArray several ? [.. several.Select(type => (string)type!)] : new[] { (string?)found["type"] ?? "object" };
        if (types.Contains("null") && random.Next(6) == 0)
            return null;
        return types[0] switch
        {
            "string" => Text(name, found, intent),
            "integer" => Number(found, intent),
            "boolean" => random.Next(2) == 0,
            "array" => new JsonArray([.. Enumerable.Range(0, Count(found, intent)).Select(_ => Of(name, found["items"]!, Intent.Valid, depth + 1))]),
            _ => Object(found, intent, depth),
        };
    }

    /// <summary>An object with its fields; one field of a broken one is wrong or missing.</summary>
    public JsonObject Object(JsonObject schema, Intent intent, int depth = 0)
    {
        var made = new JsonObject();
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal) ?? [];
        var properties = schema["properties"]?.AsObject().ToList() ?? [];
        var wrong = intent == Intent.Broken && properties.Count > 0 ? properties[random.Next(properties.Count)].Key : null;
        foreach (var (name, property) in properties)
        {
            if (name == wrong && required.Contains(name) && random.Next(3) == 0)
                continue;
            if (name == wrong || required.Contains(name) || random.Next(depth == 0 ? 3 : name == "id" ? 20 : 2) == 0)
                made[name] = Of(name, property!, name == wrong ? Intent.Broken : intent == Intent.Boundary ? Intent.Boundary : Intent.Valid, depth + 1);
        }

        if (schema["additionalProperties"] is not null && random.Next(3) == 0)
            made["anything"] = new JsonArray(1, "two", new JsonObject { ["three"] = Nasty[random.Next(Nasty.Length)] });
        if (random.Next(20) == 0)
            made["unknown_field"] = "is ignored";
        return made;
    }

    /// <summary>A text as it stands in a path, a query or a header.</summary>
    public string Plain(string name, JsonNode schema, Intent intent) => Of(name, schema, intent) switch
    {
        JsonArray several => string.Join(',', several.Select(one => one?.ToString())),
        null => "",
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        { } value => value.ToString(),
    };

    private JsonNode? Broken(JsonObject schema)
    {
        var text = ((schema["type"] as JsonArray)?[0] ?? schema["type"])?.GetValue<string>() == "string";
        return random.Next(9) switch
        {
            0 => null,
            1 => text ? random.Next() : "text",
            2 => new JsonObject { ["a"] = new JsonArray() },
            3 => new JsonArray("x", 1, null),
            4 => -1 - random.Next(5),
            5 => JsonNode.Parse("1e40"),
            6 => Nasty[random.Next(Nasty.Length)],
            7 => new string('x', ((int?)schema["maxLength"] ?? 300) + 1),
            _ => Instants[random.Next(Instants.Length)],
        };
    }

    private JsonValue Text(string name, JsonObject schema, Intent intent)
    {
        if (world.Known(name, random) is { } known && random.Next(10) > 0)
            return JsonValue.Create(known);
        var format = (string?)schema["format"] ?? ((string?)schema["pattern"] is { } pattern ? PatternName(pattern) : "");
        var (least, most) = ((int?)schema["minLength"] ?? 0, (int?)schema["maxLength"] ?? 40);
        var text = format switch
        {
            "date-time" when intent == Intent.Boundary => Instants[random.Next(Instants.Length)],
            "date-time" => world.Now.AddMinutes(random.Next(-60 * 24 * 40, 60 * 24 * 40)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "date" => world.Now.AddDays(random.Next(-40, 40)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "time" => $"{random.Next(24):00}:{random.Next(60):00}",
            "month" => $"20{random.Next(24, 28)}-{random.Next(1, 13):00}",
            "week" => $"2026-W{random.Next(1, 54):00}",
            "uuid" => world.AnyId(random),
            "uri" => "https://example.com/hook",
            "uri-reference" => "/avatars/avatar-1.png",
            _ when intent == Intent.Boundary && random.Next(3) == 0 => Nasty[random.Next(Nasty.Length)],
            _ when intent == Intent.Boundary => new string('ä', random.Next(2) == 0 ? Math.Max(least, 1) : most),
            _ => Cut($"{random.Next(1000)}~{name}", most).PadRight(least, 'x'),
        };
        return JsonValue.Create(text);
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    private static string PatternName(string pattern) =>
        pattern.Contains('W', StringComparison.Ordinal) ? "week" : pattern.Contains('T', StringComparison.Ordinal) ? "date" : pattern.StartsWith("^[0-9]{4}", StringComparison.Ordinal) ? "month" : "time";

    private JsonValue Number(JsonObject schema, Intent intent)
    {
        var (least, most) = ((int?)schema["minimum"] ?? 0, (int?)schema["maximum"] ?? 1000);
        return JsonValue.Create(intent == Intent.Boundary ? random.Next(2) == 0 ? least : most : random.Next(least, most + 1));
    }

    private int Count(JsonObject schema, Intent intent) =>
        intent == Intent.Boundary ? random.Next(2) == 0 ? 0 : (int?)schema["maxItems"] ?? 3 : random.Next(0, Math.Min((int?)schema["maxItems"] ?? 3, 4));
}
