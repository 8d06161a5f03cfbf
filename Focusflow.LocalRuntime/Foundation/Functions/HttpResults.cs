using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// Writes what a function gives back. Neither a result nor a call of the function leaves the empty 200 that a request begins with,
/// and a plain object is not written: the worker does not either.
/// </summary>
internal static class HttpResults
{
    private static readonly ActionDescriptor NoAction = new();

    /// <summary>Writes the result of an invocation.</summary>
    public static Task WriteAsync(LocalFunctionContext context, HttpContext http) => context.Result switch
    {
        IResult result => result.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
        _ => Task.CompletedTask,
    };
}
