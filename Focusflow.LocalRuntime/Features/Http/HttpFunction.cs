using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Http;

/// <summary>Answers the requests of one function.</summary>
internal sealed class HttpFunction(RunnableFunction function, FunctionHost host, FunctionKeys keys, ILogger logger)
{
    private readonly AuthorizationLevel level = ((Trigger.Http)function.Trigger).Level;

    public async Task AnswerAsync(HttpContext http)
    {
        if (level != AuthorizationLevel.Anonymous && !keys.Allow(level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var invocationId = Guid.NewGuid().ToString();
        http.Request.Headers["x-ms-invocation-id"] = invocationId;
        try
        {
            await host.RunAsync(function, http, invocationId);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody is left to tell.
        }
        catch (Exception error)
        {
            logger.LogError(error, "Function {Function} failed.", function.Name);
            host.Failures.Add(function.Name, error);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
