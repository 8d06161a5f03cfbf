using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Describes one method of one path.</summary>
internal sealed class OperationSchema(IReadOnlyList<HttpFunction> functions, AnswerSchemas schemas, RequestBodies bodies)
{
    // What stands in a path, by what comes before it.
    private static readonly Dictionary<string, string> InPaths = new(StringComparer.Ordinal)
    {
        ["tasks"] = "The task's id.",
        ["steps"] = "The step's id.",
        ["focus-sessions"] = "The session's id.",
        ["break-sessions"] = "The break's id.",
        ["challenges"] = "The challenge's id.",
        ["notifications"] = "The notification's id.",
        ["webhooks"] = "The webhook's id.",
        ["subscriptions"] = "The subscription's id.",
        ["sessions"] = "The session's id.",
        ["calendar"] = "The secret of the address.",
        ["avatars"] = "The picture's name.",
    };

    public JsonObject Of(HttpFunction function, string method, bool isPublic)
    {
        var operation = Attribute(function);
        var described = new JsonObject { ["operationId"] = IdOf(function, method), ["summary"] = operation.Summary };
        if (Description(function, operation) is { } description)
            described["description"] = description;
        if (operation.EarlierNameOf is not null)
            described["deprecated"] = true;
        described["tags"] = new JsonArray(TagOf(function));
        if (Parameters(function, operation, method) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Body is not null)
            described["requestBody"] = RequestBody(function, operation);
        else if (operation.BodyTypes.Length > 0)
            described["requestBody"] = FileBody(operation);
        described["responses"] = ResponseSchemas.Of(function, operation, method, isPublic, schemas, Documented(function, operation).Method);
        if (isPublic)
            described["security"] = new JsonArray();
        else if (function.Level is AuthorizationLevel.Function)
            described["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray(), ["functionKey"] = new JsonArray() });
        return described;
    }

    /// <summary>The group that a function is listed in.</summary>
    public static string TagOf(HttpFunction function) =>
        Tags.Of(Attribute(function).Tag ?? function.Method.DeclaringType!.Name.Replace("Functions", "", StringComparison.Ordinal));

    // PUT and PATCH are one function: UpdateTask and PatchTask.
    private static string IdOf(HttpFunction function, string method) =>
        method == "patch" ? function.Name.Replace("Update", "Patch", StringComparison.Ordinal) : function.Name;

    private static OperationAttribute Attribute(HttpFunction function) => function.Method.GetCustomAttribute<OperationAttribute>()
        ?? throw new InvalidOperationException($"The function {function.Name} has no {nameof(OperationAttribute)}.");

    /// <summary>The function whose comments hold: of an earlier name, the one it stands for.</summary>
    private HttpFunction Documented(HttpFunction function, OperationAttribute operation) => operation.EarlierNameOf is { } name
        ? functions.Single(other => other.Methods.Any(method => $"{method.ToUpperInvariant()} {other.Path}" == name))
        : function;

    private static string? Description(HttpFunction function, OperationAttribute operation) =>
        operation.EarlierNameOf is { } name ? $"An earlier name of `{name}`, for clients that know no other."
        : operation.Description ?? XmlDocs.Of(function.Method, "remarks");

    internal static bool Reads(string method) => method is "get" or "head";

    private static JsonArray Parameters(HttpFunction function, OperationAttribute operation, string method)
    {
        var parameters = new JsonArray();
        foreach (var (name, constraint) in function.PathParameters)
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (constraint == "guid")
                schema["format"] = "uuid";
            var words = InPaths[function.Path.Split('/').TakeWhile(part => !part.StartsWith($"{{{name}}}", StringComparison.Ordinal)).Last()];
            parameters.Add((JsonNode)new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["description"] = words, ["schema"] = schema });
        }

        foreach (var query in function.Method.GetCustomAttributes<QueryAttribute>())
            parameters.Add((JsonNode)Query(query));
        if (operation.Paged)
        {
            var unlimited = operation.WholeUpTo > 0 ? $"50 when not given with a cursor; with neither, the whole list up to {operation.WholeUpTo}." : "50 when not given.";
            parameters.Add((JsonNode)Query(new QueryAttribute("limit", $"The most items; {unlimited}") { Type = "integer", Minimum = 1, Maximum = PageRequest.MaxLimit }));
            parameters.Add((JsonNode)Query(new QueryAttribute("cursor", "From the Link header of the page before.")));
        }

        foreach (var header in function.Method.GetCustomAttributes<RequestHeaderAttribute>())
            parameters.Add((JsonNode)Header(header.Name, header.Description));
        if (operation.Versioned && Reads(method))
            parameters.Add((JsonNode)Header("If-None-Match", "304 when the version is still this."));
        else if (operation.Versioned && method != "post")
            parameters.Add((JsonNode)Header("If-Match", "412 when the version is another."));
        if (method == "post")
        {
            var key = Header("Idempotency-Key", "Visible ASCII; the first answer is given again for 24 hours, with Idempotency-Replayed: true.");
            key["schema"]!["minLength"] = 1;
            key["schema"]!["maxLength"] = 255;
            parameters.Add((JsonNode)key);
        }

        return parameters;
    }

    private static JsonObject Query(QueryAttribute query)
    {
        var schema = new JsonObject { ["type"] = query.Type };
        if (query.Format is not null)
            schema["format"] = query.Format;
        if (query.Pattern is not null)
            schema["pattern"] = query.Pattern;
        if (query.Type == "integer")
            (schema["format"], schema["minimum"]) = ("int32", query.Minimum);
        if (query.Maximum > 0)
            schema["maximum"] = query.Maximum;
        if (query.Choices.Length > 0)
            schema = NamedWords.Reference(query.Choices);
        var parameter = new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Description };
        if (query.Required)
            parameter["required"] = true;
        if (query.Several)
        {
            schema = new JsonObject { ["type"] = "array", ["items"] = schema };
            parameter["explode"] = false;
        }

        parameter["schema"] = schema;
        return parameter;
    }

    private static JsonObject Header(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject FileBody(OperationAttribute operation)
    {
        var content = new JsonObject();
        foreach (var type in operation.BodyTypes)
        {
            content[type] = type.StartsWith("image/", StringComparison.Ordinal) ? new JsonObject { ["schema"] = ResponseSchemas.Bytes() } : new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["file"] = ResponseSchemas.Bytes("The picture.") },
                    ["required"] = new JsonArray("file"),
                },
            };
        }

        return new JsonObject { ["required"] = true, ["content"] = content };
    }

    private JsonObject RequestBody(HttpFunction function, OperationAttribute operation)
    {
        var content = new JsonObject { ["schema"] = bodies.Reference(operation) };
        if (function.Method.GetCustomAttribute<BodyExampleAttribute>() is { } example)
            content["example"] = JsonNode.Parse(example.Json);
        return new JsonObject { ["required"] = !operation.BodyOptional, ["content"] = new JsonObject { ["application/json"] = content } };
    }
}
