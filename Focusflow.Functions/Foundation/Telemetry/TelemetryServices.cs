using Focusflow.Core.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Focusflow.Functions.Foundation.Telemetry;

/// <summary>What the app tells about itself, and to whom.</summary>
internal static class TelemetryServices
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Registers the outermost middleware.</summary>
    public static void UseTelemetry(this IFunctionsWorkerApplicationBuilder builder) => builder.UseMiddleware<TraceFunctions>();

    /// <summary>Registers what is logged and exported.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        Quieten(builder.Logging);
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (!string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]))
            Export(builder.Services);
    }

    // At Information these log the paths and queries of requests, which hold ids, secret addresses and what people search
    // for; the first puts the path into the scope of every other line, too. To see them all the same, a setting has to name
    // the category.
    private static void Quieten(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.IdentityModel", LogLevel.Warning)
        .AddFilter("System.Net.Http", LogLevel.Warning)
        .AddFilter("Azure", LogLevel.Warning);

    // In a method of its own, so that a start without it loads none of these assemblies.
    private static void Export(IServiceCollection services) => services
        .AddOpenTelemetry()
        .WithTracing(tracing => tracing.AddSource(Traces.SourceName))
        .WithMetrics(metrics => metrics.AddMeter(Measures.MeterName))
        .WithLogging()
        .UseOtlpExporter();
}
