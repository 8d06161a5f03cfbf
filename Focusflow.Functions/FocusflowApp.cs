using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions;

/// <summary>The app as Program.cs and the tests start it.</summary>
public static class FocusflowApp
{
    /// <summary>Registers middleware, outermost first, and services.</summary>
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseTelemetry();
        builder.UseEdge();
        builder.UseMiddleware<Authenticate>();
        builder.UseMiddleware<RepeatedRequests>();
        builder.Services.AddFocusflow(builder.Configuration);
    }
}
