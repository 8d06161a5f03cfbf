using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.OpenApi;

/// <summary>
/// The description of the API (OpenAPI 3.1), made from the functions themselves: routes and parameters from their
/// triggers, bodies from the code that reads them, answers from their serialization contracts.
/// </summary>
public static class OpenApiDocument
{
    /// <summary>Describes all HTTP functions of the app.</summary>
    /// <param name="isPublic">Whether a function, by its name, needs no token.</param>
    public static JsonObject Create(Func<string, bool> isPublic)
    {
        var schemas = new AnswerSchemas();
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var function in HttpFunction.All())
        {
            if (!paths.TryGetValue(function.Path, out var path))
                paths[function.Path] = path = [];
            foreach (var method in function.Methods)
                path[method] = OperationSchema.Of(function, method, isPublic(function.Name), schemas);
        }

        var components = new JsonObject();
        foreach (var (name, schema) in schemas.Components)
            components[name] = schema;
        components["Problem"] = ProblemSchema();

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Focusflow",
                ["version"] = "1.0.0",
                ["description"] = "Plan tasks, work in timed focus sessions, end the day with a short ritual, keep each other going with weekly challenges.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                    ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                },
                ["schemas"] = components,
                ["responses"] = OperationSchema.ProblemResponses(),
            },
        };
    }

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "Why a request was refused (RFC 9457).",
        ["required"] = new JsonArray("type", "title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "A sentence a person can read." },
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "With 422: messages by field.",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            },
        },
    };
}

/// <summary>A function with an HTTP trigger, as its attributes tell it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Route">The route template as declared.</param>
/// <param name="Methods">The methods, lower case.</param>
/// <param name="Level">The key that it needs.</param>
/// <param name="Method">The method that it is.</param>
internal sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level, MethodInfo Method)
{
    /// <summary>The path as OpenAPI writes it: without constraints.</summary>
    public string Path => "/" + string.Join('/', Route.Split('/').Select(WithoutConstraint));

    /// <summary>The parameters in the path with their constraints, such as <c>id</c> and <c>guid</c>.</summary>
    public IEnumerable<(string Name, string? Constraint)> PathParameters =>
        from part in Route.Split('{').Skip(1)
        let inside = part.Split('}')[0].Split(':')
        select (inside[0], inside.Length > 1 ? inside[1] : null);

    /// <summary>All of them.</summary>
    public static IEnumerable<HttpFunction> All() =>
        from type in typeof(HttpFunction).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null
        orderby function.Name
        select new HttpFunction(
            function.Name, trigger.Route ?? function.Name, [.. (trigger.Methods ?? []).Select(name => name.ToLowerInvariant())], trigger.AuthLevel, method);

    private static string WithoutConstraint(string segment)
    {
        var colon = segment.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? segment : segment[..colon] + segment[segment.IndexOf('}', StringComparison.Ordinal)..];
    }
}
