using System.Diagnostics;
using System.Globalization;
using Focusflow.Core.Foundation.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Telemetry;

/// <summary>
/// Puts an activity around each invocation, continuing the trace it was sent with: for whoever listens to
/// <see cref="Traces"/>, and so that log lines carry the trace's id. Orchestrators are left out: they run anew with every
/// turn, and what they do is in the activities they call.
/// </summary>
/// <param name="logger">Only asked whether there is a log.</param>
public sealed class TraceFunctions(ILogger<TraceFunctions> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        (Traces.Source.HasListeners() || logger.IsEnabled(LogLevel.Information)) && TriggerOf(context) is { } trigger
            ? TraceAsync(context, trigger, next)
            : next(context);

    private static async Task TraceAsync(FunctionContext context, string trigger, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        using var activity = http is null
            ? Start(context.FunctionDefinition.Name, ActivityKind.Internal, context, null)
            : Start($"{http.Request.Method} {FunctionRoutes.Of(context.FunctionDefinition)}", ActivityKind.Server, context, http);
        if (!RequestTrace.IsListenedTo(activity))
        {
            await next(context);
            return;
        }

        activity.SetTag("faas.trigger", trigger);
        activity.SetTag("faas.invocation_id", context.InvocationId);
        activity.SetTag("http.request.method", http?.Request.Method);
        activity.SetTag("http.route", http is null ? null : FunctionRoutes.Of(context.FunctionDefinition));
        try
        {
            await next(context);
        }
        catch (Exception error)
        {
            activity.Fail(error);
            throw;
        }

        if (http is not null)
            Finish(activity, http.Response.StatusCode);
    }

    private static Activity Start(string name, ActivityKind kind, FunctionContext context, HttpContext? http)
    {
        if (Activity.Current is { } current && RequestTrace.IsListenedTo(current))
            return Traces.Source.StartActivity(name, kind) ?? Plain(name, current.Context);

        // Otherwise what is current would become the parent of one that has none. It comes back when the caller goes on.
        Activity.Current = null;
        var parent = RequestTrace.RemoteParent(context, http);
        return Traces.Source.StartActivity(name, kind, parent) ?? Plain(name, parent);
    }

    /// <summary>One that nobody listens to: it only gives log lines their trace.</summary>
    private static Activity Plain(string name, ActivityContext parent)
    {
        var activity = new Activity(name);
        if (parent != default)
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return activity.Start();
    }

    private static void Finish(Activity activity, int status)
    {
        activity.SetTag("http.response.status_code", status);
        if (status < StatusCodes.Status500InternalServerError)
            return;
        activity.SetStatus(ActivityStatusCode.Error);
        activity.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What triggers the function, in OpenTelemetry's words; null for what is not traced.</summary>
    private static string? TriggerOf(FunctionContext context)
    {
        foreach (var binding in context.FunctionDefinition.InputBindings.Values)
        {
            switch (binding.Type.ToUpperInvariant())
            {
                case "HTTPTRIGGER":
                    return "http";
                case "TIMERTRIGGER":
                    return "timer";
                case "ACTIVITYTRIGGER":
                    return "other";
            }
        }

        return null;
    }
}
