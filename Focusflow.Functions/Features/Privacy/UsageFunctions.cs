using Focusflow.Core.Features.Privacy;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>How much users keep.</summary>
/// <param name="usage">Counts.</param>
public sealed class UsageFunctions(UserUsage usage)
{
    /// <summary>GET /users/me/usage: how much the user keeps of what is limited, and the limits.</summary>
    /// <remarks>
    /// Accounts are limited in how much they keep, so that nobody can fill the store. Adding more than that is refused with
    /// 409.
    /// </remarks>
    /// <returns>What is kept, and the limits.</returns>
    [Function("GetUsage")]
    [Operation("How much is kept, and how much may be", Answer = typeof(UsageResource))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/usage")] HttpRequest request, CancellationToken cancellation) =>
        Answer.Json(await usage.ReadAsync(request.Caller().UserId, cancellation), UsageJson.Default.UsageResource);
}
