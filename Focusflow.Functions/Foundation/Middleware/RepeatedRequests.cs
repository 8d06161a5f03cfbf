using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Carries out a POST with an <c>Idempotency-Key</c> once, however often it is sent, and gives the first answer again. Once
/// begun it goes on to its end, whether or not its client is still there. Answers are buffered only when the header is there.
/// </summary>
/// <param name="requests">Keeps the answers.</param>
public sealed class RepeatedRequests(KeyedRequests requests) : IFunctionsWorkerMiddleware
{
    internal const string HeaderName = "Idempotency-Key";

    private static readonly Problem WrongKey = new(ProblemCodes.InvalidIdempotencyKey, $"{HeaderName} must be one value of 1 to 255 visible ASCII characters.");

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && HttpMethods.IsPost(http.Request.Method) && http.Request.Headers.ContainsKey(HeaderName)
            ? InvokeAsync(context, http, next)
            : next(context);

    private async Task InvokeAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        var header = http.Request.Headers[HeaderName];
        if (header.Count != 1 || header[0] is not { Length: >= 1 and <= 255 } key || key.Any(character => character is < '!' or > '~'))
        {
            context.Refuse(WrongKey);
            return;
        }

        var left = http.RequestAborted;
        if (!(await RequestBody.ReadBytesAsync(http.Request, left)).Succeeded(out var body, out var problem))
        {
            context.Refuse(problem);
            return;
        }

        http.Features.Set(new BufferedBody(body));
        var route = $"{http.Request.Path.Value?.TrimEnd('/').ToUpperInvariant()}{http.Request.QueryString.Value}";
        var request = new IncomingRequest(http.Features.Get<Caller>()?.UserId, key, route, body);
        http.RequestAborted = CancellationToken.None;
        try
        {
            var outcome = await requests.RunAsync(request, () => CapturedAnswer.TakeAsync(new UninterruptedContext(context), http, next));
            context.Answer(outcome.Succeeded(out var answer, out problem) ? new RepeatedAnswer(answer) : new ProblemAnswer(problem));
        }
        finally
        {
            http.RequestAborted = left;
        }
    }
}
