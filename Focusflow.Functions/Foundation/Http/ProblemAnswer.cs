using System.Globalization;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>A refusal as RFC 9457 problem details.</summary>
internal sealed class ProblemAnswer(Problem problem) : IResult
{
    /// <summary>What <c>WWW-Authenticate</c> says with a 401.</summary>
    public string Challenge { get; init; } = "Bearer";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = (int)problem.Kind;
        if (problem.Kind == ProblemKind.Unauthenticated)
            response.Headers.WWWAuthenticate = Challenge;
        if (problem.Code == ProblemCodes.UnsupportedContentEncoding)
            response.Headers.AcceptEncoding = "identity";
        else if (problem.Code == ProblemCodes.UnsupportedMediaType && HttpMethods.IsPatch(httpContext.Request.Method))
            response.Headers["Accept-Patch"] = JsonContentType.Patches;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return JsonOutput.WriteAsync(response, ProblemBody.Of(problem), ProblemJson.Default.ProblemBody, ProblemBody.MediaType);
    }
}
