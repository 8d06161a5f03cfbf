using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.ColdStart.Floor;

/// <summary>The only function of an app that does nothing else.</summary>
public static class Live
{
    /// <summary>Says that it lives.</summary>
    [Function("HealthLive")]
    public static IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Results.Text($$"""{"status":"ok","host":"{{request.Host}}"}""", "application/json");
}
