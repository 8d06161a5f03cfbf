using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Describes what one method of one path may answer: statuses, headers, bodies.</summary>
internal static class ResponseSchemas
{
    public static JsonObject Of(HttpFunction function, OperationAttribute operation, string method, bool isPublic, AnswerSchemas schemas, MethodInfo documented)
    {
        var said = XmlDocs.Responses(documented).ToDictionary(response => response.Status, response => response.Words);
        var success = XmlDocs.Of(documented, "returns") ?? ReasonPhrases.GetReasonPhrase(operation.Status);
        var responses = new JsonObject { [$"{operation.Status}"] = Success(operation, success, schemas) };
        if (operation.Versioned && OperationSchema.Reads(method))
        {
            responses["304"] = new JsonObject
            {
                ["description"] = "The version is still the one in `If-None-Match`.",
                ["headers"] = new JsonObject { ["ETag"] = Header("The version.", required: true) },
            };
        }

        foreach (var status in Problems(function, operation, method, isPublic))
        {
            var response = new JsonObject { ["$ref"] = $"#/components/responses/Problem{status}" };
            if (said.TryGetValue(status, out var words))
                response["description"] = words;
            responses[$"{status}"] = response;
        }

        return responses;
    }

    private static JsonObject Success(OperationAttribute operation, string description, AnswerSchemas schemas)
    {
        var success = new JsonObject { ["description"] = description };
        var headers = new JsonObject();
        if (operation.Versioned && operation.Answer is not null)
            headers["ETag"] = Header("The version, for If-Match and If-None-Match.", required: !operation.NullAnswer);
        if (operation.Status == StatusCodes.Status201Created)
            headers["Location"] = Header("Where it is, when it has an address of its own.");
        if (operation.Paged)
            headers["Link"] = Header("The next page, with rel=\"next\"; absent on the last one.");
        if (headers.Count > 0)
            success["headers"] = headers;
        if (operation.Answer is { } answer)
            success["content"] = new JsonObject(operation.AnswerType.Split(',').Select(type => KeyValuePair.Create(
                type, (JsonNode?)new JsonObject { ["schema"] = Body(operation, answer, schemas) })));
        return success;
    }

    /// <summary>
    /// What is no JSON: a picture, a page, a calendar. Generators take <c>binary</c> for bytes that are handed on as they are;
    /// a mere string they would look for in quotes.
    /// </summary>
    internal static JsonObject Bytes(string? description = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["format"] = "binary" };
        if (description is not null)
            schema["description"] = description;
        return schema;
    }

    private static JsonNode Body(OperationAttribute operation, Type answer, AnswerSchemas schemas)
    {
        if (operation.AnswerType == "text/event-stream")
            return EventStream(schemas.Of(answer));
        if (answer == typeof(string))
            return Bytes();
        if (answer == typeof(JsonObject))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = true };
        var schema = schemas.Of(answer);
        return operation.NullAnswer ? AnswerSchemas.OrNull(schema) : schema;
    }

    // The data of the events is of that type.
    private static JsonObject EventStream(JsonNode data) => new()
    {
        ["type"] = "string",
        ["format"] = "binary",
        ["description"] = "Events, one after another.",
        ["contentMediaType"] = "text/event-stream",
        ["contentSchema"] = data["$ref"]!.GetValue<string>().EndsWith("/NotificationResource", StringComparison.Ordinal)
            ? new JsonObject { ["$ref"] = "#/components/schemas/NotificationEvent" }
            : throw new InvalidOperationException("Describe the events of this stream."),
    };

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
        if (operation.Body is not null || operation.BodyTypes.Length > 0)
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
