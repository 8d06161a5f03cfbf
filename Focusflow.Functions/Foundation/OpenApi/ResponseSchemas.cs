using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>Describes what one method of one path may answer: statuses, headers, bodies.</summary>
internal static class ResponseSchemas
{
    public static JsonObject Of(HttpFunction function, OperationAttribute operation, string method, bool isPublic, AnswerSchemas schemas)
    {
        var responses = new JsonObject { [$"{operation.Status}"] = Success(operation, method, schemas) };
        if (operation.Versioned && OperationSchema.Reads(method))
        {
            responses["304"] = new JsonObject
            {
                ["description"] = "Not Modified",
                ["headers"] = new JsonObject { ["ETag"] = Header("The version.", required: true) },
            };
        }

        foreach (var status in Problems(function, operation, method, isPublic))
            responses[$"{status}"] = new JsonObject { ["$ref"] = $"#/components/responses/Problem{status}" };
        return responses;
    }

    private static JsonObject Success(OperationAttribute operation, string method, AnswerSchemas schemas)
    {
        var success = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(operation.Status) };
        var headers = new JsonObject();
        if (operation.Versioned && operation.Answer is not null)
            headers["ETag"] = Header("The version, for If-Match and If-None-Match.", required: !operation.NullAnswer);
        if (operation.Status == StatusCodes.Status201Created)
            headers["Location"] = Header("Where it is, when it has an address of its own.");
        if (operation.Paged)
            headers["Link"] = Header("The next page, with rel=\"next\"; absent on the last one.");
        if (headers.Count > 0)
            success["headers"] = headers;
        if (operation.Answer is { } answer && method != "head")
            success["content"] = new JsonObject { [operation.AnswerType] = new JsonObject { ["schema"] = Body(operation, answer, schemas) } };
        return success;
    }

    private static JsonNode Body(OperationAttribute operation, Type answer, AnswerSchemas schemas)
    {
        if (answer == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (answer == typeof(JsonObject))
            return new JsonObject { ["type"] = "object" };
        var schema = schemas.Of(answer);
        return operation.NullAnswer ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) } : schema;
    }

    internal static JsonObject Header(string description, bool required = false)
    {
        var header = new JsonObject { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };
        if (required)
            header["required"] = true;
        return header;
    }

    /// <summary>The problems that come with the kind of request, and those that the operation names.</summary>
    private static SortedSet<int> Problems(HttpFunction function, OperationAttribute operation, string method, bool isPublic)
    {
        var problems = new SortedSet<int>(operation.Problems) { 429, 500, 503 };
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
        if (operation.Versioned && !OperationSchema.Reads(method) && method != "post")
            problems.Add(412);
        if (method is "post" or "put" or "patch" or "delete")
            problems.Add(409);
        if (method is "post")
            problems.UnionWith([400, 413, 422]); // an Idempotency-Key brings these
        return problems;
    }
}
