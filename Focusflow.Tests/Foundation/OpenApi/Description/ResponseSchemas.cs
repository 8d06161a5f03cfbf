using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Describes what one method of one path may answer: statuses, headers, bodies.</summary>
internal static class ResponseSchemas
{
    // What each refusal means wherever it occurs; an operation says more where it means something of its own.
    private static readonly SortedDictionary<int, string> Refusals = new()
    {
        [StatusCodes.Status400BadRequest] = "The request cannot be read: its body is not a JSON object, or a header or the cursor is malformed.",
        [StatusCodes.Status401Unauthorized] = "No access token was sent, or one that has expired, was revoked or is not from here.",
        [StatusCodes.Status403Forbidden] = "The account is not active.",
        [StatusCodes.Status404NotFound] = "There is no such thing, or it is somebody else's.",
        [StatusCodes.Status409Conflict] = "It does not fit what is there now, others keep changing the same thing, or the first request with this `Idempotency-Key` is still running.",
        [StatusCodes.Status412PreconditionFailed] = "It has changed since the version in `If-Match`.",
        [StatusCodes.Status413PayloadTooLarge] = "The body is too large.",
        [StatusCodes.Status415UnsupportedMediaType] = "The body is not sent as `application/json`.",
        [StatusCodes.Status422UnprocessableEntity] = "A value is wrong; `errors` says which and why. Also when an `Idempotency-Key` comes again with another body.",
        [StatusCodes.Status429TooManyRequests] = "Too many requests; `Retry-After` says how long to wait.",
        [StatusCodes.Status500InternalServerError] = "A fault of the service. What became of the request is not known.",
        [StatusCodes.Status503ServiceUnavailable] = "The data cannot be reached at the moment; `Retry-After` says when to try again.",
    };

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

    /// <summary>The answers that refuse, by status, as far as a document refers to them.</summary>
    public static JsonObject OfProblems(string document)
    {
        var responses = new JsonObject();
        foreach (var (status, meaning) in Refusals)
        {
            if (!document.Contains($"#/components/responses/Problem{status}\"", StringComparison.Ordinal))
                continue;
            var response = new JsonObject { ["description"] = meaning };
            if (ProblemHeaders(status) is { } headers)
                response["headers"] = headers;
            response["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                    ["example"] = ProblemExample(status, ReasonPhrases.GetReasonPhrase(status)),
                },
            };
            responses[$"Problem{status}"] = response;
        }

        return responses;
    }

    /// <summary>The body of a refusal.</summary>
    public static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "Why a request was refused (RFC 9457).",
        ["required"] = new JsonArray("type", "title", "status", "detail", "message"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["const"] = "about:blank", ["description"] = "Says that the status tells the kind of problem." },
            ["title"] = new JsonObject { ["type"] = "string", ["description"] = "The status in words." },
            ["status"] = new JsonObject { ["type"] = "integer", ["format"] = "int32", ["minimum"] = 400, ["maximum"] = 599, ["description"] = "The status again." },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "A sentence a person can read." },
            ["message"] = new JsonObject { ["type"] = "string", ["description"] = "The same sentence, under the name that some clients read." },
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "With 422: messages by field.",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            },
        },
    };

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
            success["content"] = new JsonObject { [operation.AnswerType] = new JsonObject { ["schema"] = Body(operation, answer, schemas) } };
        return success;
    }

    private static JsonNode Body(OperationAttribute operation, Type answer, AnswerSchemas schemas)
    {
        if (operation.AnswerType == "text/event-stream")
            return EventStream(schemas.Of(answer));
        if (answer == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (answer == typeof(JsonObject))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = true };
        var schema = schemas.Of(answer);
        return operation.NullAnswer ? AnswerSchemas.OrNull(schema) : schema;
    }

    // The data of the events is of that type; a stream as a whole is text.
    private static JsonObject EventStream(JsonNode data) => new()
    {
        ["type"] = "string",
        ["description"] = "Events, one after another.",
        ["contentMediaType"] = "text/event-stream",
        ["contentSchema"] = data["$ref"]!.GetValue<string>().EndsWith("/NotificationResource", StringComparison.Ordinal)
            ? new JsonObject { ["$ref"] = "#/components/schemas/NotificationEvent" }
            : throw new InvalidOperationException("Describe the events of this stream."),
    };

    private static JsonObject Header(string description, bool required = false)
    {
        var header = new JsonObject { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };
        if (required)
            header["required"] = true;
        return header;
    }

    private static JsonObject? ProblemHeaders(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new() { ["WWW-Authenticate"] = Header("Bearer; with error=\"invalid_token\" when a token was sent.", required: true) },
        StatusCodes.Status409Conflict => new() { ["Retry-After"] = Header("Seconds to wait, while the first request with an Idempotency-Key is running.") },
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => new() { ["Retry-After"] = Header("Seconds to wait.", required: true) },
        _ => null,
    };

    private static JsonObject ProblemExample(int status, string title)
    {
        var invalid = status == StatusCodes.Status422UnprocessableEntity;
        var sentence = invalid ? "title must not be empty." : "A sentence that can be shown.";
        var example = new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = sentence, ["message"] = sentence };
        if (invalid)
            example["errors"] = new JsonObject { ["title"] = new JsonArray(sentence) };
        return example;
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
