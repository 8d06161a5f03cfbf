using System.Globalization;
using System.Text.Json.Serialization;
using Focusflow.Core.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Focusflow.Functions.Http;

/// <summary>A refusal as RFC 9457 problem details.</summary>
internal sealed class ProblemAnswer(Problem problem) : IResult
{
    /// <summary>What <c>WWW-Authenticate</c> says with a 401.</summary>
    public string Challenge { get; init; } = "Bearer";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var status = (int)problem.Kind;
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = Challenge;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var body = new ProblemBody("about:blank", ReasonPhrases.GetReasonPhrase(status), status, problem.Detail, problem.Errors);
        return JsonOutput.WriteAsync(response, body, ProblemJson.Default.ProblemBody, "application/problem+json", httpContext.RequestAborted);
    }
}

/// <summary>Problem details as sent; <c>errors</c> holds messages by field.</summary>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
