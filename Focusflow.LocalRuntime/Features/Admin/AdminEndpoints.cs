using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Features.Timers;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>What people script against on the real host: its status, its functions, running a timer function now.</summary>
internal static class AdminEndpoints
{
    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        var host = services.GetRequiredService<FunctionHost>();
        yield return HostEndpoints.Guarded(services, AuthorizationLevel.Admin, "GET", "admin/host/status", WriteStatusAsync);
        yield return HostEndpoints.Guarded(services, AuthorizationLevel.Admin, "GET", "admin/functions", http => WriteFunctionsAsync(http, host));
        yield return HostEndpoints.Guarded(
            services, AuthorizationLevel.Admin, "POST", "admin/functions/{name}", http => RunAsync(http, host, services.GetRequiredService<TimerService>()));
    }

    private static Task WriteStatusAsync(HttpContext http)
    {
        var version = typeof(AdminEndpoints).Assembly.GetName().Version?.ToString() ?? "";
        var uptime = (long)(TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        return WriteAsync(http, new HostStatus(Environment.MachineName.ToLowerInvariant(), "Running", version, "Focusflow.LocalRuntime", uptime));
    }

    private static Task WriteFunctionsAsync(HttpContext http, FunctionHost host) =>
        WriteAsync(http, host.Functions.Select(function => new FunctionInfo(function.Name, function.Trigger.Type)).ToArray());

    /// <summary>The timer function of the route; null after having answered that there is none.</summary>
    public static async Task<FunctionTimer?> FindTimerAsync(HttpContext http, FunctionHost host, TimerService timers)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (host.Find(name) is not { } function)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (timers.Find(name) is { } timer)
            return timer;
        else
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, $"{function.Name} has a {function.Trigger.Type}; only timer functions are run this way.");
        return null;
    }

    /// <summary>Runs the timer function of the route now: 202, without waiting for its end.</summary>
    private static async Task RunAsync(HttpContext http, FunctionHost host, TimerService timers)
    {
        if (await FindTimerAsync(http, host, timers) is not { } timer)
            return;
        _ = timer.RunNowAsync();
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static Task WriteAsync<T>(HttpContext http, T answer) =>
        http.Response.WriteAsJsonAsync(answer, AdminJson.Default.Options, http.RequestAborted);
}

/// <summary>The host's status.</summary>
internal sealed record HostStatus(string Id, string State, string Version, string PlatformVersion, long ProcessUptime);

/// <summary>A function in the list of functions.</summary>
internal sealed record FunctionInfo(string Name, string Trigger);

/// <summary>How the admin endpoints write JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HostStatus))]
[JsonSerializable(typeof(FunctionInfo[]))]
internal sealed partial class AdminJson : JsonSerializerContext;
