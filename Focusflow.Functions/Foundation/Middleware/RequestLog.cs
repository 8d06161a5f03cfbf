using System.Diagnostics;
using System.Globalization;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>
/// Logs and measures each request: the route's template, the status, how long it took, what it asked of the store, a mark
/// of the user, the trace. No path (ids), no query, no header, no body. Costs nothing while nobody wants to know.
/// </summary>
/// <param name="logger">The log.</param>
/// <param name="marks">Stand for users.</param>
/// <param name="showCharges">Whether answers carry the request units too, as Cosmos DB's own do.</param>
public sealed partial class RequestLog(ILogger<RequestLog> logger, UserMark marks, bool showCharges = false)
{
    private const string ChargeHeader = "x-ms-request-charge";

    /// <summary>Starts the clock; null when nobody wants to know.</summary>
    internal Entry? Begin(FunctionContext context, HttpContext http)
    {
        var logs = logger.IsEnabled(LogLevel.Information);
        if (!logs && !showCharges && !Measures.RequestDuration.Enabled)
            return null;
        var entry = new Entry(this, logs, context, http, Stopwatch.GetTimestamp(), StoreUsage.Begin());
        if (showCharges)
            http.Response.OnStarting(static state => ((Entry)state).ShowCharge(), entry);
        return entry;
    }

    // What passes through the Functions host is this text alone, so all of it must be in there.
    [LoggerMessage(
        1,
        LogLevel.Information,
        "{Method} {Route} {Status} in {Milliseconds} ms, {Reads} reads, {Commits} commits, {Charge} RU, function {Function}, user {User}, trace {Trace}",
        SkipEnabledCheck = true)]
    private partial void Answered(
        string method,
        string route,
        int status,
        double milliseconds,
        int reads,
        int commits,
        double charge,
        string function,
        string user,
        string trace);

    /// <summary>A request under way.</summary>
    internal sealed record Entry(RequestLog Log, bool Logs, FunctionContext Context, HttpContext Http, long Start, StoreUsage Usage)
    {
        public Task ShowCharge()
        {
            Http.Response.Headers[ChargeHeader] = Usage.Charge.ToString("0.##", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }

        /// <summary>Measures and logs. Within the invocation: the Functions host drops what is logged after it.</summary>
        public void End()
        {
            var elapsed = Stopwatch.GetElapsedTime(Start);
            var (method, status) = (Http.Request.Method, Http.Response.StatusCode);
            var route = FunctionRoutes.Of(Context.FunctionDefinition);
            if (Measures.RequestDuration.Enabled)
            {
                Measures.RequestDuration.Record(
                    elapsed.TotalSeconds, new("http.request.method", method), new("http.route", route), new("http.response.status_code", status));
            }

            if (Logs)
            {
                Log.Answered(
                    method,
                    route,
                    status,
                    Math.Round(elapsed.TotalMilliseconds, 1),
                    Usage.Reads + Usage.Queries + Usage.ChangeReads,
                    Usage.Commits,
                    Math.Round(Usage.Charge, 2),
                    Context.FunctionDefinition.Name,
                    Http.Features.Get<Caller>() is { } caller ? Log.Mark(caller) : "-",
                    RequestTrace.CurrentId);
            }
        }
    }

    private string Mark(Caller caller) => marks.Of(caller.UserId);
}
