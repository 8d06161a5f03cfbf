using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Dashboard;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Dashboard;

/// <summary>What the dashboard shows when it opens.</summary>
public sealed class DashboardFunctions(DashboardReader dashboard)
{
    private static readonly JsonTypeInfo<DashboardResponse> DashboardType = Spellings.Of<DashboardResponse>(DashboardJson.Default);

    /// <summary>User, today's tasks and sessions, score, points, reflections and leaders in one answer.</summary>
    /// <remarks>
    /// The user, today's tasks and figures, recent reflections, and the leaderboard in one answer, so that a dashboard needs no
    /// other.
    /// </remarks>
    /// <returns>The dashboard.</returns>
    [Function("GetDashboard")]
    [Operation("Everything the dashboard shows", Answer = typeof(DashboardResponse), Problems = [404])]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/data")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Of(
            await dashboard.ReadAsync(request.Caller(), cancellation),
            data => Answer.Json(DashboardResponse.Of(data), DashboardType));
}
