using Focusflow.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Admin;

/// <summary>The host's own endpoints, beside the app's.</summary>
internal static class HostEndpoints
{
    public static IEnumerable<RouteEndpoint> All(IServiceProvider services) =>
    [
        .. ClockEndpoints.All(services),
        .. AdminEndpoints.All(services),
        .. DurableEndpoints.All(services),
    ];

    /// <summary>An endpoint that anybody may call.</summary>
    public static RouteEndpoint Open(string method, string route, RequestDelegate answer) =>
        new(answer, RoutePatternFactory.Parse(route), order: 0, new EndpointMetadataCollection(new HttpMethodMetadata([method])), $"{method} {route}");

    /// <summary>An endpoint that needs a key; without one the answer is an empty 401.</summary>
    public static RouteEndpoint Guarded(IServiceProvider services, AuthorizationLevel level, string method, string route, RequestDelegate answer)
    {
        var keys = services.GetRequiredService<FunctionKeys>();
        return Open(method, route, http =>
        {
            if (keys.Allow(level, http.Request))
                return answer(http);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
    }

    /// <summary>Answers with a status and a sentence.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(http);
}
