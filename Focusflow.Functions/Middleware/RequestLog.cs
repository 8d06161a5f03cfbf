using System.Diagnostics;
using System.Globalization;
using Focusflow.Core.Accounts;
using Focusflow.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Middleware;

/// <summary>
/// Logs one line per request: the function, the status, how long it took, what it asked of the store, and a short hash of
/// the user. No path (ids), no query, no header, no body. Costs nothing while the level is off.
/// </summary>
/// <param name="logger">The log.</param>
/// <param name="showCharges">Whether answers carry the request units too, as Cosmos DB's own do.</param>
public sealed partial class RequestLog(ILogger<RequestLog> logger, bool showCharges = false)
{
    private const string ChargeHeader = "x-ms-request-charge";

    /// <summary>Starts the clock; the line is written when the answer has been sent.</summary>
    public void Begin(string function, HttpContext http)
    {
        var logs = logger.IsEnabled(LogLevel.Information);
        if (!logs && !showCharges)
            return;
        var entry = new Entry(this, function, http, Stopwatch.GetTimestamp(), StoreUsage.Begin());
        if (showCharges)
            http.Response.OnStarting(static state => ((Entry)state).ShowCharge(), entry);
        if (logs)
            http.Response.OnCompleted(static state => ((Entry)state).Write(), entry);
    }

    [LoggerMessage(
        1,
        LogLevel.Information,
        "{Method} {Function} {Status} in {Milliseconds} ms, {Reads} reads, {Commits} commits, {Charge} RU, user {User}",
        SkipEnabledCheck = true)]
    private partial void Answered(
        string method, string function, int status, double milliseconds, int reads, int commits, double charge, string user);

    private sealed record Entry(RequestLog Log, string Function, HttpContext Http, long Start, StoreUsage Usage)
    {
        public Task ShowCharge()
        {
            Http.Response.Headers[ChargeHeader] = Usage.Charge.ToString("0.##", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }

        public Task Write()
        {
            var milliseconds = Math.Round(Stopwatch.GetElapsedTime(Start).TotalMilliseconds, 1);
            var user = Http.Features.Get<Caller>() is { } caller ? HashOf(caller.UserId) : "-";
            Log.Answered(
                Http.Request.Method,
                Function,
                Http.Response.StatusCode,
                milliseconds,
                Usage.Reads + Usage.Queries + Usage.ChangeReads,
                Usage.Commits,
                Usage.Charge,
                user);
            return Task.CompletedTask;
        }

        // Enough to see which lines belong together, too little to find the user by. FNV-1a.
        private static string HashOf(string userId)
        {
            var hash = 2166136261u;
            foreach (var character in userId)
                hash = (hash ^ character) * 16777619;
            return hash.ToString("x8", CultureInfo.InvariantCulture);
        }
    }
}
