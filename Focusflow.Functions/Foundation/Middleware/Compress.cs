using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Compresses answers with ASP.NET Core's own middleware. Here in the app, because nobody on the way does: neither the Functions host
/// nor its front end.
/// </summary>
public sealed class Compress(IResponseCompressionProvider provider) : IFunctionsWorkerMiddleware
{
    private readonly ResponseCompressionMiddleware compression =
        new(static http => http.Features.Get<Invocation>()!.GoOnAsync(), provider);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || http.Request.Headers.AcceptEncoding.Count == 0)
            return next(context);
        http.Features.Set(new Invocation(context, next));
        return compression.Invoke(http);
    }

    /// <summary>Whether bytes of an answer are under way, though the compressor may still hold them back.</summary>
    internal static bool HasBegun(HttpResponse response) => response.HasStarted || response.Headers.ContentEncoding.Count > 0;

    private sealed record Invocation(FunctionContext Context, FunctionExecutionDelegate Next)
    {
        public Task GoOnAsync() => Next(Context);
    }
}
