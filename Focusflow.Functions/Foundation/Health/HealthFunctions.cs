using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Health;

/// <summary>Whether the service is alive, and whether it can do its work.</summary>
/// <param name="readiness">Knows whether the store can be used.</param>
public sealed class HealthFunctions(Readiness readiness)
{
    private static readonly IResult Alive = Answer.Json(LiveResource.Of(typeof(HealthFunctions).Assembly), HealthJson.Default.LiveResource);
    private static readonly IResult Ready = Answer.Json(new HealthResource("ready"), HealthJson.Default.HealthResource);

    /// <summary>GET /health/live: 200 while the process answers at all, with the build that it is.</summary>
    /// <remarks>Asks nothing else.</remarks>
    /// <returns>It is alive.</returns>
    [Function("HealthLive")]
    [Operation("Whether the service is alive", Answer = typeof(LiveResource))]
    public static Task<IResult> LiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request)
    {
        _ = request;
        return Task.FromResult(Alive);
    }

    /// <summary>GET /health/ready: 200 when the store can be read and written, else 503.</summary>
    /// <remarks>Reads and writes a document.</remarks>
    /// <returns>It is ready.</returns>
    /// <response code="503">The data cannot be reached.</response>
    [Function("HealthReady")]
    [Operation("Whether the service can read and write its data", Answer = typeof(HealthResource))]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellation)
    {
        _ = request;
        await readiness.CheckAsync(cancellation); // what it throws is answered with 503, as everywhere
        return Ready;
    }
}
