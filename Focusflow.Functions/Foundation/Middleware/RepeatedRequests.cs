using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Carries out a POST with an <c>Idempotency-Key</c> once, however often it is sent, and gives the first answer again.
/// Answers are buffered only when the header is there.
/// </summary>
/// <param name="requests">Keeps the answers.</param>
/// <param name="logger">Logs what could not be kept.</param>
public sealed partial class RepeatedRequests(KeyedRequests requests, ILogger<RepeatedRequests> logger) : IFunctionsWorkerMiddleware
{
    private const string HeaderName = "Idempotency-Key";

    private static readonly Problem WrongKey = Problem.Malformed($"{HeaderName} must be one value of 1 to 255 visible ASCII characters.");

    // Besides what the server failed at: what only says "not now".
    private static readonly int[] NotKept = [StatusCodes.Status408RequestTimeout, StatusCodes.Status429TooManyRequests];

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

        if (!(await RequestBody.ReadBytesAsync(http.Request, http.RequestAborted)).Succeeded(out var body, out var problem))
        {
            context.Refuse(problem);
            return;
        }

        http.Features.Set(new BufferedBody(body));
        var userId = http.Features.Get<Caller>()?.UserId;
        var route = $"{http.Request.Path.Value?.TrimEnd('/').ToUpperInvariant()}{http.Request.QueryString.Value}";
        var begun = await requests.BeginAsync(userId, key, route, body, http.RequestAborted);
        if (!begun.Succeeded(out var start, out problem))
            context.Refuse(problem);
        else if (start.Answer is { } kept)
            context.Answer(new RepeatedAnswer(kept));
        else
            await CarryOutAsync(context, http, start.Ticket!, next);
    }

    private async Task CarryOutAsync(FunctionContext context, HttpContext http, KeyedTicket ticket, FunctionExecutionDelegate next)
    {
        KeptAnswer answer;
        try
        {
            answer = await CapturedAnswer.TakeAsync(context, http, next);
        }
        catch
        {
            await KeepAsync(ticket, null);
            throw;
        }

        context.Answer(new RepeatedAnswer(answer));
        await KeepAsync(ticket, answer.Status >= 500 || NotKept.Contains(answer.Status) ? null : answer);
    }

    // The work is done (or not) whatever happens here, so a failure to note that must not become the client's answer.
    private async Task KeepAsync(KeyedTicket ticket, KeptAnswer? answer)
    {
        try
        {
            await (answer is null ? requests.AbandonAsync(ticket) : requests.CompleteAsync(ticket, answer));
        }
        catch (StoreUnavailableException error)
        {
            NotNoted(error);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The outcome of a request with an Idempotency-Key could not be noted")]
    private partial void NotNoted(Exception error);
}
