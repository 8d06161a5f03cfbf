using Focusflow.LocalRuntime.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Focusflow.LocalRuntime.Http;

/// <summary>
/// What ConfigureFunctionsWebApplication adds around what is registered after it: the invocation has an HttpContext, and
/// in the end its result is written. Neither a result nor a call of the function leaves the empty 200 it began with.
/// </summary>
internal static class HttpMiddleware
{
    private static readonly ActionDescriptor NoAction = new();

    public static FunctionExecutionDelegate Wrap(FunctionExecutionDelegate next) => context =>
    {
        var local = LocalFunctionContext.Of(context);
        return local.Trigger is HttpContext http ? RunAsync(local, http, next) : next(context);
    };

    private static async Task RunAsync(LocalFunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        context.Http = http;
        await next(context);
        await (context.Result switch
        {
            IResult result => result.ExecuteAsync(http),
            IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
            _ => Task.CompletedTask, // a plain object is not written: the worker does not either
        });
    }
}
