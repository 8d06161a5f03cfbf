using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Http;

/// <summary>Endpoints of the host's own, beside the app's.</summary>
internal static class HostEndpoints
{
    /// <summary>An endpoint without a key, for programs on this machine and the runtime's own page (see <see cref="LocalCallers"/>).</summary>
    public static RouteEndpoint Local(string method, string route, RequestDelegate answer) => Endpoint(method, route, http =>
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!LocalCallers.IsLocal(http.Request))
            return RefuseAsync(http, StatusCodes.Status403Forbidden, "Call it as localhost or 127.0.0.1; other names are refused, since a page of another site could choose them.");
        return LocalCallers.IsOwn(http.Request)
            ? answer(http)
            : RefuseAsync(http, StatusCodes.Status403Forbidden, "Pages of other origins may not call this; programs and the page at /runtime may.");
    });

    /// <summary>An endpoint that needs a key; without one the answer is an empty 401.</summary>
    public static RouteEndpoint Guarded(IServiceProvider services, AuthorizationLevel level, string method, string route, RequestDelegate answer)
    {
        var keys = services.GetRequiredService<FunctionKeys>();
        return Endpoint(method, route, http =>
        {
            if (keys.Allow(level, http.Request))
                return answer(http);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
    }

    /// <summary>An endpoint that anybody may call.</summary>
    public static RouteEndpoint Endpoint(string method, string route, RequestDelegate answer) =>
        new(answer, RoutePatternFactory.Parse(route), order: 0, new EndpointMetadataCollection(new HttpMethodMetadata([method])), $"{method} {route}");

    /// <summary>Answers with a status and a sentence.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(http);
}
