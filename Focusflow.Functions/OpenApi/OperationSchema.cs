using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Core.Outcomes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.OpenApi;

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
        if (operation.Description is { } description)
            described.Insert(2, "description", description);
        if (Parameters(function, operation, method) is { Count: > 0 } parameters)
            described["parameters"] = parameters;
        if (operation.Body is { } body)
            described["requestBody"] = RequestBody(function, body, operation.BodyReader);
        described["responses"] = Responses(function, operation, method, isPublic, schemas);
        if (isPublic)
            described["security"] = new JsonArray();
        else if (function.Level is AuthorizationLevel.Function)
            described["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray(), ["functionKey"] = new JsonArray() });
        return described;
    }

    private static bool Reads(string method) => method is "get" or "head";

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
            parameters.Add((JsonNode)Query(new QueryAttribute("limit", "The most items, 1 to 200; 50 when not given.") { Type = "integer" }));
            parameters.Add((JsonNode)Query(new QueryAttribute("cursor", "From the Link header of the page before.")));
        }

        foreach (var header in function.Method.GetCustomAttributes<RequestHeaderAttribute>())
            parameters.Add((JsonNode)Header(header.Name, header.Description));
        if (operation.Versioned)
            parameters.Add((JsonNode)(Reads(method) ? Header("If-None-Match", "304 when the version is still this.") : Header("If-Match", "412 when the version is another.")));
        if (method == "post")
            parameters.Add((JsonNode)Header("Idempotency-Key", "1-255 characters; the first answer is given again for 24 hours."));
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

    private static JsonObject RequestBody(HttpFunction function, Type body, string reader)
    {
        var content = new JsonObject { ["schema"] = BodySchema.Of(body, reader) };
        if (function.Method.GetCustomAttribute<BodyExampleAttribute>() is { } example)
            content["example"] = JsonNode.Parse(example.Json);
        return new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = content } };
    }

    private static JsonObject Responses(HttpFunction function, OperationAttribute operation, string method, bool isPublic, AnswerSchemas schemas)
    {
        var success = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(operation.Status) };
        if (operation.Answer is { } answer && method != "head")
        {
            var schema = answer == typeof(string) ? new JsonObject { ["type"] = "string" } : schemas.Of(answer);
            if (operation.NullAnswer)
                schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
            success["content"] = new JsonObject { [operation.AnswerType] = new JsonObject { ["schema"] = schema } };
        }

        var responses = new JsonObject { [$"{operation.Status}"] = success };
        if (operation.Versioned && Reads(method))
            responses["304"] = new JsonObject { ["description"] = "Not Modified" };
        foreach (var status in Problems(function, operation, method, isPublic))
            responses[$"{status}"] = new JsonObject { ["$ref"] = $"#/components/responses/Problem{status}" };

        return responses;
    }

    /// <summary>The answers that refuse, by status; operations refer to them.</summary>
    public static JsonObject ProblemResponses()
    {
        var responses = new JsonObject();
        foreach (var status in Enum.GetValues<ProblemKind>().Select(kind => (int)kind))
        {
            responses[$"Problem{status}"] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(status),
                ["content"] = new JsonObject
                {
                    ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } },
                },
            };
        }

        return responses;
    }

    /// <summary>The problems that come with the kind of request, and those that the operation names.</summary>
    private static SortedSet<int> Problems(HttpFunction function, OperationAttribute operation, string method, bool isPublic)
    {
        var problems = new SortedSet<int>(operation.Problems) { 429, 503 };
        if (!isPublic)
            problems.Add(401);
        if (operation.Body is not null)
            problems.UnionWith([400, 413, 415, 422]);
        if (operation.Paged)
            problems.UnionWith([400, 422]);
        if (function.Method.GetCustomAttributes<QueryAttribute>().Any())
            problems.Add(422);
        if (function.PathParameters.Any())
            problems.Add(404);
        if (operation.Versioned && !Reads(method))
            problems.Add(412);
        if (method is "post" or "put" or "patch" or "delete")
            problems.Add(409);
        if (method is "post")
            problems.UnionWith([400, 422]);
        return problems;
    }
}
