using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// The outermost middleware that answers HTTP requests: the headers every answer has, the limit of bodies, one line of log, and an
/// answer for what was thrown.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="sites">Where the service is reached.</param>
/// <param name="requests">Logs requests.</param>
/// <param name="logger">Logs what went wrong.</param>
internal sealed partial class Edge(RequestLimits limits, Sites sites, RequestLog requests, ILogger<Edge> logger) : IFunctionsWorkerMiddleware
{
    private const int ClientClosedRequest = 499;

    private static readonly Problem Unreachable =
        new(ProblemCodes.StoreUnavailable, "The service cannot reach its data right now. Try again in a moment.");

    private static readonly Problem Unknown = new(
        ProblemCodes.OutcomeUnknown,
        "It is not known whether this was carried out. Look before you send it again, or send it again with the same Idempotency-Key.");

    private static readonly Problem Unreadable = new(ProblemCodes.MalformedRequest, "The request cannot be read.");
    private static readonly Problem TooLarge = new(ProblemCodes.BodyTooLarge, "The body is too large.");
    private static readonly Problem Failure = new(ProblemCodes.InternalError, "Something went wrong on our side. It has been logged.");

    private readonly BodyLimit bodyLimit = new(limits.BodyBytes);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? InvokeAsync(context, http, next) : next(context);

    private Task InvokeAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        Prepare(http);
        return requests.Begin(context, http) is { } entry ? LogAsync(entry, context, http, next) : AnswerAsync(context, http, next);
    }

    private async Task LogAsync(RequestLog.Entry entry, FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        try
        {
            await AnswerAsync(context, http, next);
        }
        finally
        {
            entry.End();
        }
    }

    private async Task AnswerAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
            await SendAsync(context, http);
        }
        catch (Exception error) when (!Compress.HasBegun(http.Response))
        {
            http.Response.Clear();
            Prepare(http);
            context.Answer(AnswerTo(error, context, http));
            await SendAsync(context, http);
        }
        catch (Exception error)
        {
            // Too late to say anything: break off, so that the client does not take half an answer for a whole one.
            if (!HasLeft(error, context, http))
                Failed(context.FunctionDefinition.Name, error);
            http.Abort();
        }
    }

    // Not left to the host, for what follows must know the status, and what fails here is to be answered like any failure.
    private static Task SendAsync(FunctionContext context, HttpContext http)
    {
        var result = context.GetInvocationResult();
        if (result.Value is not IResult answer)
            return Task.CompletedTask;
        result.Value = Results.Empty;
        return answer.ExecuteAsync(http);
    }

    private void Prepare(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlExposeHeaders = "ETag, Link, Location, Retry-After, X-Device";
        http.Features.Set(bodyLimit);
        http.Features.Set(sites);
    }

    private IResult AnswerTo(Exception error, FunctionContext context, HttpContext http)
    {
        switch (error)
        {
            case StoreUnavailableException unavailable:
                StoreFailed(context.FunctionDefinition.Name, error);
                return new ProblemAnswer((unavailable is OutcomeUnknownException ? Unknown : Unreachable) with
                {
                    RetryAfter = unavailable.RetryAfter ?? TimeSpan.FromSeconds(5),
                });
            case QuotaExceededException exceeded:
                return new ProblemAnswer(new Problem(ProblemCodes.QuotaExceeded, exceeded.Message));
            case InvalidContinuationException:
                return new ProblemAnswer(Problem.InvalidCursor);
            case BadHttpRequestException bad:
                return new ProblemAnswer(bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : Unreadable);
            case var _ when HasLeft(error, context, http):
                return new EmptyAnswer(ClientClosedRequest); // nobody is there to read it; it is for the log
            default:
                Failed(context.FunctionDefinition.Name, error);
                return new ProblemAnswer(Failure);
        }
    }

    /// <summary>
    /// Whether it was the client who ended the request. It is told by two tokens, of which either may fire first, and by what
    /// reading from its connection throws.
    /// </summary>
    private static bool HasLeft(Exception error, FunctionContext context, HttpContext http) => error switch
    {
        ClientLeftException or ConnectionResetException or ConnectionAbortedException => true,
        OperationCanceledException or IOException => http.RequestAborted.IsCancellationRequested || context.CancellationToken.IsCancellationRequested,
        _ => false,
    };

    [LoggerMessage(1, LogLevel.Error, "{Function} failed")]
    private partial void Failed(string function, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "{Function} could not reach the store")]
    private partial void StoreFailed(string function, Exception error);
}
