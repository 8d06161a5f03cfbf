using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Net.Http.Headers;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>Takes a function's answer before it is sent, whether it is returned as a result or written directly.</summary>
internal static class CapturedAnswer
{
    private static readonly string[] Headers =
        [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag, HeaderNames.Link, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.SetCookie, HeaderNames.AcceptEncoding, "X-Device"];

    public static async Task<KeptAnswer> TakeAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        var response = http.Response;
        var original = response.Body;
        var before = response.Headers.ToArray();
        using var buffer = new MemoryStream();
        response.Body = buffer;
        try
        {
            await next(context);
            if (context.GetInvocationResult().Value is IResult result)
                await result.ExecuteAsync(http);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            response.Body = original;
        }

        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Headers)
        {
            if (response.Headers.TryGetValue(name, out var value))
                headers.Add(name, value.ToString());
        }

        // As if nothing had been answered yet: it may have to be done again.
        var status = response.StatusCode;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentLength = null;
        response.Headers.Clear();
        foreach (var header in before)
            response.Headers.Add(header);
        return new KeptAnswer(status, headers, buffer.ToArray());
    }
}

/// <summary>An answer that was taken, sent: the first time, or again.</summary>
internal sealed class RepeatedAnswer(KeyedAnswer keyed) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, answer) = (httpContext.Response, keyed.Answer);
        response.StatusCode = answer.Status;
        Uncompressed.Keep(httpContext); // what is in it is not known any more, and may be a secret
        if (keyed.IsRepeated)
            response.Headers["Idempotency-Replayed"] = "true";
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, CancellationToken.None);
    }
}
