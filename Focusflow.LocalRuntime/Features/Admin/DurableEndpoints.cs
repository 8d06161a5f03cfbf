using System.Text.Json;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>The HTTP API of the durable extension: look at orchestrations, send them events, end and delete them.</summary>
internal static class DurableEndpoints
{
    private const string Instances = "runtime/webhooks/durabletask/instances";

    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        RouteEndpoint Map(string method, string route, Func<HttpContext, DurableEngine, Task> answer) =>
            HostEndpoints.Guarded(
                services, AuthorizationLevel.System, method, Instances + route, http => answer(http, services.GetRequiredService<DurableEngine>()));

        yield return Map("GET", "", DurableQueries.ListAsync);
        yield return Map("GET", "/{id}", DurableQueries.ReadAsync);
        foreach (var (route, change) in Changes)
            yield return Map("POST", route, change);
        yield return Map("DELETE", "/{id}", PurgeAsync);
        yield return Map("DELETE", "", DurableQueries.PurgeAsync);
    }

    /// <summary>What can be done with one instance, by the end of the route.</summary>
    public static IReadOnlyList<(string Route, Func<HttpContext, DurableEngine, Task> Change)> Changes { get; } =
    [
        ("/{id}/raiseEvent/{name}", RaiseEventAsync),
        ("/{id}/terminate", (http, engine) => ChangeAsync(http, engine, Terminate)),
        ("/{id}/suspend", (http, engine) => ChangeAsync(http, engine, Suspend)),
        ("/{id}/resume", (http, engine) => ChangeAsync(http, engine, Resume)),
        ("/{id}/purge", PurgeAsync),
    ];

    private static async Task RaiseEventAsync(HttpContext http, DurableEngine engine)
    {
        JsonElement payload;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            payload = body.RootElement.Clone();
        }
        catch (JsonException)
        {
            await HostEndpoints.RefuseAsync(http, StatusCodes.Status400BadRequest, "The body must be the event in JSON.");
            return;
        }

        var name = (string)http.Request.RouteValues["name"]!;
        await ChangeAsync(http, engine, (client, id, _) => client.RaiseEventAsync(id, name, payload));
    }

    private static Task Terminate(DurableTaskClient client, string id, string? reason) => client.TerminateInstanceAsync(id, reason);

    private static Task Suspend(DurableTaskClient client, string id, string? reason) => client.SuspendInstanceAsync(id, reason);

    private static Task Resume(DurableTaskClient client, string id, string? reason) => client.ResumeInstanceAsync(id, reason);

    /// <summary>Does something with an instance that still runs: 202; 404 without one, 410 when it has ended.</summary>
    private static async Task ChangeAsync(HttpContext http, DurableEngine engine, Func<DurableTaskClient, string, string?, Task> change)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var instance = await engine.Client.GetInstanceAsync(id, http.RequestAborted);
        http.Response.StatusCode = instance switch
        {
            null => StatusCodes.Status404NotFound,
            { IsCompleted: true } => StatusCodes.Status410Gone,
            _ => StatusCodes.Status202Accepted,
        };
        if (http.Response.StatusCode == StatusCodes.Status202Accepted)
            await change(engine.Client, id, http.Request.Query["reason"]);
    }

    private static async Task PurgeAsync(HttpContext http, DurableEngine engine)
    {
        var purged = await engine.Client.PurgeInstanceAsync((string)http.Request.RouteValues["id"]!, http.RequestAborted);
        if (purged.PurgedInstanceCount == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await DurableQueries.WritePurgedAsync(http, purged);
    }
}
