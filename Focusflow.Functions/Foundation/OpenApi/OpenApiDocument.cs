using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;

namespace Focusflow.Functions.Foundation.OpenApi;

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
        components["Problem"] = ProblemSchemas.Body();

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
            ["x-problems"] = ProblemSchemas.Catalogue(),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                    ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                },
                ["schemas"] = components,
                ["responses"] = ProblemSchemas.Responses(),
            },
        };
    }
}
