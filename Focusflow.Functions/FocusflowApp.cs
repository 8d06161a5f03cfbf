using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions;

/// <summary>The app: what Program.cs adds to the worker, and whoever else hosts it to a builder of his own.</summary>
public static class FocusflowApp
{
    /// <summary>Registers middleware, outermost first, and services.</summary>
    /// <param name="builder">The worker's builder, or another that is both.</param>
    public static TBuilder AddFocusflow<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
    {
        IHostApplicationBuilder host = builder;
        host.AddTelemetry();
        builder.UseTelemetry();
        builder.UseEdge();
        builder.UseMiddleware<Authenticate>();
        builder.UseMiddleware<RepeatedRequests>();
        host.Services.AddFocusflow(host.Configuration);
        return builder;
    }
}
