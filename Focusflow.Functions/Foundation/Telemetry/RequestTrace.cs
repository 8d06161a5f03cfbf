using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Telemetry;

/// <summary>The distributed trace (W3C Trace Context) that an invocation belongs to.</summary>
internal static class RequestTrace
{
    /// <summary>
    /// Where the trace comes from outside this process: the host's invocation, else the client's <c>traceparent</c>; the
    /// default when neither says.
    /// </summary>
    public static ActivityContext RemoteParent(FunctionContext context, HttpContext? http)
    {
        var trace = context.TraceContext;
        if (ActivityContext.TryParse(trace.TraceParent, trace.TraceState, isRemote: true, out var parent))
            return parent;
        var headers = http?.Request.Headers;
        return ActivityContext.TryParse(headers?.TraceParent.ToString(), headers?.TraceState.ToString(), isRemote: true, out parent) ? parent : default;
    }

    /// <summary>The current trace's id for the log; <c>-</c> when there is none.</summary>
    public static string CurrentId => Activity.Current?.TraceId.ToHexString() ?? "-";

    /// <summary>
    /// Whether an activity was made because somebody listens, and not only for a log: nobody will ever see one of those, so
    /// nothing that is exported may hang from it.
    /// </summary>
    public static bool IsListenedTo(Activity activity) => activity.Source.Name.Length > 0;
}
