using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>
/// The description of the API (OpenAPI 3.1), made from the functions themselves: routes and parameters from their
/// triggers, bodies from the code that reads them, answers from their serialization contracts, words from their comments.
/// It is checked in as docs/openapi.json, and that file is what the app serves.
/// </summary>
internal static class OpenApiDocument
{
    private const string About =
        """
        Plan tasks, work in timed focus sessions, end the day with a short ritual, keep each other going with weekly challenges.

        **Signing in.** `POST /auth/register` and `POST /auth/login` give an access token for the `Authorization` header and a refresh token that `POST /auth/refresh` exchanges for the next pair. A lost answer to that, or a second tab, may send the same refresh token again within 30 seconds.

        **Changing things.** Updates are partial: a field that is absent stays as it is, `null` clears it. Single resources carry a version in `ETag`; `If-Match` with it makes sure that nothing is overwritten unseen, `If-None-Match` that nothing is read twice. A POST with an `Idempotency-Key` can be sent again safely for 24 hours.

        **Lists** are plain arrays, read page by page: the address of the next page is in the `Link` header.

        **Times** are RFC 3339 in UTC. Those sent may have any offset; without one they are local time of the user.

        **Refusals** are problem details (RFC 9457): `detail` can be shown to people, programs decide by `code`; each status lists its codes. Every GET answers HEAD, too.
        """;

    /// <summary>Describes all HTTP functions of the app.</summary>
    /// <param name="isPublic">Whether a function, by its name, needs no token.</param>
    public static JsonObject Create(Func<string, bool> isPublic)
    {
        var functions = HttpFunction.All().ToList();
        var schemas = new AnswerSchemas();
        var bodies = new RequestBodies(functions);
        var operations = new OperationSchema(functions, schemas, bodies);
        var paths = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (function, method) in Operations(functions))
        {
            if (!paths.TryGetValue(function.Path, out var path))
                paths[function.Path] = path = [];
            path[method] = operations.Of(function, method, isPublic(function.Name));
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Focusflow",
                ["version"] = "1.0.0",
                ["summary"] = "Tasks, focus sessions, and an end to the working day.",
                ["description"] = About,
                ["contact"] = new JsonObject { ["name"] = "The Focusflow authors" },
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = OpenApiFunctions.BasePath, ["description"] = "Where this document is served." }),
            ["tags"] = Tags.Declared(),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["x-problems"] = ProblemSchemas.Catalogue(),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)path.Value))),
            ["webhooks"] = new JsonObject { ["notification"] = new JsonObject { ["post"] = WebhookSection.Operation() } },
        };
        document["components"] = Components(document, schemas, bodies);
        return document;
    }

    /// <summary>By group, then path, then method. HEAD is what GET is, and not described by itself.</summary>
    private static IEnumerable<(HttpFunction Function, string Method)> Operations(IEnumerable<HttpFunction> functions) =>
        from function in functions
        from method in function.Methods
        where method != "head"
        orderby Tags.PlaceOf(OperationSchema.TagOf(function)), function.Path, Array.IndexOf(["get", "post", "put", "patch", "delete"], method)
        select (function, method);

    private static JsonObject Components(JsonObject document, AnswerSchemas schemas, RequestBodies bodies)
    {
        var found = new SortedDictionary<string, JsonNode>(schemas.Components, StringComparer.Ordinal)
        {
            ["Problem"] = ProblemSchemas.Body(),
            ["NotificationEvent"] = WebhookSection.StreamEvent(),
            ["WebhookMessage"] = WebhookSection.Message(),
            ["WebhookMessageData"] = WebhookSection.MessageData(),
        };
        foreach (var (name, schema) in bodies.Schemas)
            found.Add(name, schema);
        foreach (var (name, schema) in NamedWords.Components(document.ToJsonString() + string.Concat(found.Values.Select(schema => schema.ToJsonString()))))
            found.Add(name, schema);
        DropUnused(document.ToJsonString(), found);
        return new JsonObject
        {
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "The access token of a sign-in." },
                ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key", ["description"] = "A key of the function app, for other services." },
            },
            ["schemas"] = new JsonObject(found.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
            ["responses"] = ProblemSchemas.Responses(),
        };
    }

    // Documents are stored with more than is shown of them.
    private static void DropUnused(string paths, SortedDictionary<string, JsonNode> schemas)
    {
        var before = 0;
        while (before != schemas.Count)
        {
            before = schemas.Count;
            var text = paths + string.Concat(schemas.Values.Select(schema => schema.ToJsonString())) + "#/components/schemas/Problem\"";
            foreach (var name in schemas.Keys.Where(name => !text.Contains($"#/components/schemas/{name}\"", StringComparison.Ordinal)).ToList())
                schemas.Remove(name);
        }
    }
}

/// <summary>The bodies of requests as named components; operations that read the same body share one.</summary>
internal sealed class RequestBodies
{
    private readonly Dictionary<(Type, string), string> names = [];
    private readonly NamedParts parts = new();

    public RequestBodies(IEnumerable<HttpFunction> functions)
    {
        var readers = from function in functions
                      let operation = function.Method.GetCustomAttribute<OperationAttribute>()
                      where operation?.Body is not null
                      orderby operation.EarlierNameOf is not null, function.Name.Length, function.Name
                      group function by (operation.Body, operation.BodyReader);
        foreach (var same in readers)
        {
            var name = $"{same.First().Name}Request";
            names[same.Key] = name;
            Schemas[name] = BodySchema.Of(name, same.First().Method.GetCustomAttribute<OperationAttribute>()!, parts);
        }

        foreach (var (name, part) in parts.Schemas)
            Schemas.Add(name, part);
    }

    /// <summary>The components, by name.</summary>
    public SortedDictionary<string, JsonNode> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>A reference to the body that an operation reads.</summary>
    public JsonObject Reference(OperationAttribute operation) =>
        new() { ["$ref"] = $"#/components/schemas/{names[(operation.Body!, operation.BodyReader)]}" };
}
