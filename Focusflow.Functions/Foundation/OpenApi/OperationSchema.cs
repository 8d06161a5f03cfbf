using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>Describes one method of one path.</summary>
internal static class OperationSchema
{
    public static JsonObject Of(HttpFunction function, string method, bool isPublic, AnswerSchemas schemas)
    {
        var operation = function.Method.GetCustomAttribute<OperationAttribute>()
            ?? throw new InvalidOperationException($"The function {function.Name} has no {nameof(OperationAttribute)}.");
        var described = new JsonObject
        {
            ["operationId"] = function.Methods.Count == 1 ? function.Name : $"{function.Name}_{method}",
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(operation.Tag ?? function.Method.DeclaringType!.Name.Replace("Functions", "", StringComparison.Ordinal)),
        };
        if (operation.EarlierNameOf is not null)
            described.Insert(2, "deprecated", true);
        if ((operation.Description ?? Earlier(operation.EarlierNameOf)) is { } description)
            described.Insert(2, "description", description);
        if (Parameters(function, operation, method) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Body is { } body)
            described["requestBody"] = RequestBody(function, body, operation);
        described["responses"] = ResponseSchemas.Of(function, operation, method, isPublic, schemas);
        if (isPublic)
            described["security"] = new JsonArray();
        else if (function.Level is AuthorizationLevel.Function)
            described["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray(), ["functionKey"] = new JsonArray() });
        return described;
    }

    private static string? Earlier(string? name) => name is null ? null : $"An earlier name of {name}, for clients that know no other.";

    internal static bool Reads(string method) => method is "get" or "head";

    private static JsonArray Parameters(HttpFunction function, OperationAttribute operation, string method)
    {
        var parameters = new JsonArray();
        foreach (var (name, constraint) in function.PathParameters)
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (constraint == "guid")
                schema["format"] = "uuid";
            parameters.Add((JsonNode)new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = schema });
        }

        foreach (var query in function.Method.GetCustomAttributes<QueryAttribute>())
            parameters.Add((JsonNode)Query(query));
        if (operation.Paged)
        {
            var unlimited = operation.WholeUpTo > 0 ? $"50 when not given with a cursor; with neither, the whole list up to {operation.WholeUpTo}." : "50 when not given.";
            var limit = Query(new QueryAttribute("limit", $"The most items, 1 to 200; {unlimited}") { Type = "integer" });
            limit["schema"]!["minimum"] = 1;
            limit["schema"]!["maximum"] = PageRequest.MaxLimit;
            parameters.Add((JsonNode)limit);
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
        if (query.Choices.Length > 0)
            schema["enum"] = new JsonArray([.. query.Choices.Select(choice => (JsonNode)choice)]);
        var parameter = new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Description };
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

    private static JsonObject RequestBody(HttpFunction function, Type body, OperationAttribute operation)
    {
        var content = new JsonObject { ["schema"] = BodySchema.Of(body, operation.BodyReader) };
        if (function.Method.GetCustomAttribute<BodyExampleAttribute>() is { } example)
            content["example"] = JsonNode.Parse(example.Json);
        return new JsonObject { ["required"] = !operation.BodyOptional, ["content"] = new JsonObject { ["application/json"] = content } };
    }
}
