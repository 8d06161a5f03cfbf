using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Http;

/// <summary>What a request meets: CORS, the route, the function.</summary>
internal static class HttpPipeline
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    private static readonly Problem Nowhere = new(
        ProblemCodes.NotFound, "There is nothing at this address for this method: it is mistyped, or an id in it is not written as ids are.");

    /// <summary>Adds what the pipeline needs to the services.</summary>
    public static void AddServices(IServiceCollection services, HostSettings settings, bool development)
    {
        services.AddRoutingCore();
        services.Configure<RouteOptions>(options => RouteConstraints.Configure(options));
        services.AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, settings, development)));
    }

    /// <summary>Puts the pipeline into an app.</summary>
    public static void Use(WebApplication app, FunctionHost host, IEnumerable<RouteEndpoint> hostEndpoints)
    {
        var keys = app.Services.GetRequiredService<FunctionKeys>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Function");
        var endpoints = host.Functions
            .Where(function => function.Trigger is Trigger.Http)
            .Select(function => Endpoint(function, new HttpFunction(function, host, keys, logger)))
            .Concat(hostEndpoints);
        ((IEndpointRouteBuilder)app).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        app.UseWhen(http => !LocalCallers.Concern(http.Request.Path), others => others.UseCors());
        app.UseRouting();
        var prefix = app.Services.GetRequiredService<HostSettings>().RoutePrefix is { Length: > 0 } name ? new PathString("/" + name) : PathString.Empty;
        app.Run(http => AnswerAsync(http, prefix));
    }

    /// <summary>
    /// The host answers 404 also to a method that a route does not have, where ASP.NET Core's routing says 405. Where the app's
    /// routes are, the 404 has a body here, so that a client can tell a mistyped address or id from a lost connection.
    /// </summary>
    private static Task AnswerAsync(HttpContext http, PathString prefix)
    {
        if (http.GetEndpoint() is RouteEndpoint { RequestDelegate: { } answer })
            return answer(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)
            ? http.Response.WriteAsJsonAsync(ProblemBody.Of(Nowhere), ProblemJson.Default.ProblemBody, ProblemBody.MediaType, http.RequestAborted)
            : Task.CompletedTask;
    }

    private static RouteEndpoint Endpoint(RunnableFunction function, HttpFunction answer)
    {
        var trigger = (Trigger.Http)function.Trigger;
        var metadata = trigger.Methods.Count == 0 ? EndpointMetadataCollection.Empty : new(new HttpMethodMetadata(trigger.Methods));
        return new RouteEndpoint(answer.AnswerAsync, trigger.Route, order: 0, metadata, function.Name);
    }

    // A development server takes the next free port when its own is taken, so while developing every port of this machine may call.
    private static void Allow(CorsPolicyBuilder policy, HostSettings settings, bool development)
    {
        policy.AllowAnyHeader().AllowAnyMethod().SetPreflightMaxAge(PreflightAge);
        if (settings.CorsOrigins.Contains("*"))
        {
            policy.AllowAnyOrigin();
            return;
        }

        policy.SetIsOriginAllowed(origin =>
            settings.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) || (development && LocalCallers.IsLocalOrigin(origin)));
        if (settings.CorsCredentials)
            policy.AllowCredentials();
    }
}
