using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Tests.Foundation.OpenApi.Description;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>The operations of the API's description, and which of them a request means.</summary>
internal sealed partial class ApiContract
{
    private readonly List<(Regex Path, JsonObject Item, string Template)> paths = [];

    public ApiContract(JsonObject document)
    {
        Document = document;
        foreach (var (template, item) in document["paths"]!.AsObject())
            paths.Add((PatternOf(template, item!.AsObject()), item.AsObject(), template));
    }

    /// <summary>The description as the functions give it; OpenApiDocumentTests holds docs/openapi.json against the same.</summary>
    public static ApiContract Of { get; } = new(OpenApiDocument.Create(PublicFunctions.Names.Contains));

    public JsonObject Document { get; }

    /// <summary>All operations with the statuses they declare.</summary>
    public IEnumerable<(string Operation, int Status)> Declared =>
        from path in paths
        from operation in path.Item
        from response in operation.Value!["responses"]!.AsObject()
        select (NameOf(operation.Key, path.Template), int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// The operation of a method and a path below <c>/api</c>, or null: then the host answers, not the app. HEAD is answered as GET.
    /// </summary>
    public (string Name, JsonObject Operation)? Find(string method, string path)
    {
        if (method == "HEAD")
            method = "GET";
        foreach (var (pattern, item, template) in paths)
        {
            if (pattern.IsMatch(path) && item[method.ToLowerInvariant()] is JsonObject operation)
                return (NameOf(method, template), operation);
        }

        return null;
    }

    /// <summary>What a reference names, or the node itself.</summary>
    public JsonObject Resolve(JsonNode node) =>
        node["$ref"] is { } reference
            ? reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)Document, (at, name) => at[name]!).AsObject()
            : node.AsObject();

    private static string NameOf(string method, string template) => $"{method.ToUpperInvariant()} {template}";

    private static Regex PatternOf(string template, JsonObject item)
    {
        var uuids = item.SelectMany(operation => operation.Value!["parameters"]?.AsArray() ?? [])
            .Where(parameter => (string?)parameter!["in"] == "path" && (string?)parameter["schema"]!["format"] == "uuid")
            .Select(parameter => (string)parameter!["name"]!)
            .ToHashSet(StringComparer.Ordinal);
        var pattern = Parameter().Replace(
            Regex.Escape(template).Replace(@"\{", "{", StringComparison.Ordinal),
            match => uuids.Contains(match.Groups["name"].Value) ? "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" : "[^/]+");
        return new Regex($"^{pattern}/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\{(?<name>[^}]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
