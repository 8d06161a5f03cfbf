using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Describes the answers that refuse, and lists the catalogue of their codes.</summary>
internal static class ProblemSchemas
{
    // What each refusal means wherever it occurs; an operation says more where it means something of its own.
    private static readonly Dictionary<int, string> Refusals = new()
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

    /// <summary>The body that they have.</summary>
    public static JsonObject Body() => new()
    {
        ["type"] = "object",
        ["description"] = "Why a request was refused (RFC 9457).",
        ["required"] = new JsonArray("type", "title", "status", "code", "detail", "message"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("Where the code is described.", "uri-reference"),
            ["title"] = Text("The code in a few words."),
            ["status"] = new JsonObject { ["type"] = "integer", ["format"] = "int32", ["minimum"] = 400, ["maximum"] = 599, ["description"] = "The status of the answer." },

            // Not an enum: a client that is generated from one breaks when a code is added.
            ["code"] = Text("What programs decide by; stable. More may be added."),
            ["detail"] = Text("A sentence a person can read."),
            ["message"] = Text("The same sentence, under the name that some clients read."),
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "With 422: messages by field.",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            },
        },
    };

    /// <summary>The answers by status; operations refer to them.</summary>
    public static JsonObject Responses()
    {
        var responses = new JsonObject();
        foreach (var codes in ProblemCodes.All.GroupBy(code => (int)code.Kind))
        {
            var response = new JsonObject
            {
                ["description"] = $"{Refusals[codes.Key]}\n\n{string.Join('\n', codes.Select(code => $"- `{code.Name}`: {code.Meaning}"))}",
            };
            if (Headers(codes.Key) is { } headers)
                response["headers"] = headers;
            response["content"] = new JsonObject
            {
                [ProblemBody.MediaType] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                    ["example"] = Example(codes.First()),
                },
            };
            responses[$"Problem{codes.Key}"] = response;
        }

        return responses;
    }

    /// <summary>The catalogue, for programs and for the page.</summary>
    public static JsonArray Catalogue() => new([.. ProblemCodes.All.Select(code => (JsonNode)new JsonObject
    {
        ["code"] = code.Name,
        ["status"] = (int)code.Kind,
        ["title"] = code.Title,
        ["description"] = code.Meaning,
    })]);

    private static JsonObject Text(string description, string? format = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }

    private static JsonObject? Headers(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new()
        {
            ["WWW-Authenticate"] = ResponseSchemas.Header("Bearer; with error=\"invalid_token\" when a token was sent.", required: true),
        },
        StatusCodes.Status409Conflict => new()
        {
            ["Retry-After"] = ResponseSchemas.Header("Seconds to wait, while the first request with an Idempotency-Key is running."),
        },
        StatusCodes.Status415UnsupportedMediaType => new()
        {
            ["Accept-Encoding"] = ResponseSchemas.Header("identity, when the body was encoded."),
            ["Accept-Patch"] = ResponseSchemas.Header("What PATCH takes, when it was something else."),
        },
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => new()
        {
            ["Retry-After"] = ResponseSchemas.Header("Seconds to wait.", required: true),
        },
        _ => null,
    };

    private static JsonObject Example(ProblemCode code)
    {
        var invalid = code == ProblemCodes.ValidationFailed;
        var sentence = invalid ? "title must not be empty." : "A sentence that can be shown.";
        var example = new JsonObject
        {
            ["type"] = code.Type,
            ["title"] = code.Title,
            ["status"] = (int)code.Kind,
            ["code"] = code.Name,
            ["detail"] = sentence,
            ["message"] = sentence,
        };
        if (invalid)
            example["errors"] = new JsonObject { ["title"] = new JsonArray(sentence) };
        return example;
    }
}
