using System.Globalization;
using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>A refusal as RFC 9457 problem details.</summary>
internal sealed class ProblemAnswer(int status, string detail) : IResult
{
    public ProblemAnswer(Problem problem)
        : this((int)problem.Kind, problem.Detail)
    {
        Errors = problem.Errors;
        RetryAfter = problem.RetryAfter;
    }

    /// <summary>What <c>WWW-Authenticate</c> says with a 401.</summary>
    public string Challenge { get; init; } = "Bearer";

    private IReadOnlyDictionary<string, string[]>? Errors { get; }

    private TimeSpan? RetryAfter { get; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = Challenge;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var body = new ProblemBody("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, detail, Errors);
        return JsonOutput.WriteAsync(response, body, ProblemJson.Default.ProblemBody, "application/problem+json");
    }
}

/// <summary>
/// Problem details as sent; <c>message</c> is the <c>detail</c> under the name that existing clients read, <c>errors</c> holds
/// messages by field.
/// </summary>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Message, IReadOnlyDictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
