using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Challenges;

/// <summary>The routes of challenges.</summary>
/// <param name="challenges">Joins, leaves and advances.</param>
/// <param name="weekly">Shows this week's challenges.</param>
/// <param name="stats">Shows what users have achieved.</param>
public sealed class ChallengeFunctions(ChallengeCommands challenges, WeeklyChallenges weekly, ChallengeStatsReader stats)
{
    private static readonly JsonTypeInfo<ChallengeStats> StatsJson = Spellings.Of<ChallengeStats>(ChallengeJson.Default);
    private static readonly JsonTypeInfo<ChallengeView> ViewJson = Spellings.Of<ChallengeView>(ChallengeJson.Default);
    private static readonly JsonTypeInfo<IReadOnlyList<ChallengeView>> WeekJson = Spellings.Of<IReadOnlyList<ChallengeView>>(ChallengeJson.Default);

    /// <summary>GET /challenges/stats: points, challenges done, shutdown streak, mean shutdown time.</summary>
    /// <remarks>What the user has achieved in all.</remarks>
    /// <returns>The figures.</returns>
    [Function("GetChallengeStats")]
    [Operation("Points, challenges done, shutdown streak and mean shutdown time", Answer = typeof(ChallengeStats))]
    public async Task<IResult> ReadStatsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "challenges/stats")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Json(await stats.ReadAsync(request.Caller(), cancellation), StatsJson);

    /// <summary>GET /challenges/week: this week's challenges with the caller's progress.</summary>
    /// <remarks>
    /// The week is the user's own, Monday to Sunday. Who else has joined is as of the last refresh, the own part as of now.
    /// </remarks>
    /// <returns>The challenges.</returns>
    [Function("ListWeeklyChallenges")]
    [Operation("This week's challenges", Answer = typeof(ChallengeView[]))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "challenges/week")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Json(await weekly.ListAsync(request.Caller(), cancellation), WeekJson);

    /// <summary>POST /challenges/{id}/join: the challenge as the caller sees it from now on.</summary>
    /// <remarks>Progress counts from now on until the end of the week.</remarks>
    /// <returns>The challenge, joined.</returns>
    /// <response code="400">There is no such challenge, or it was joined before.</response>
    [Function("JoinChallenge")]
    [Operation("Join a challenge for this week", Answer = typeof(ChallengeView))]
    public async Task<IResult> JoinAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "challenges/{id}/join")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var joined = await challenges.JoinAsync(request.Caller(), id, cancellation);
        if (!joined.Succeeded(out var week, out var problem))
            return Answer.Problem(problem);
        return await weekly.FindAsync(week, id, cancellation) is { } view
            ? Answer.Json(view, ViewJson)
            : Answer.Problem(Membership.Unknown); // Taken out of the catalogue this very moment.
    }

    /// <summary>DELETE /challenges/{id}/leave.</summary>
    /// <remarks>Drops the progress, never points that were earned.</remarks>
    /// <returns>A sentence that says so.</returns>
    /// <response code="400">There is no such challenge, or it was not joined.</response>
    [Function("LeaveChallenge")]
    [Operation("Leave a challenge", Answer = typeof(MessageResponse), Problems = [400])]
    public async Task<IResult> LeaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "challenges/{id}/leave")] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Tell(await challenges.LeaveAsync(request.Caller(), id, cancellation), "Successfully left challenge");

    /// <summary>
    /// POST /challenges/{id}/progress?progress=n: for other services, which need the function key besides the user's token.
    /// </summary>
    /// <remarks>
    /// For other services, which know of causes that this one does not see. Needs the function key beside the token of the
    /// user.
    /// </remarks>
    /// <returns>A sentence that says so.</returns>
    /// <response code="400">There is no such challenge, or it was not joined.</response>
    [Function("ReportChallengeProgress")]
    [Operation("Raise the progress, for other services", Answer = typeof(MessageResponse))]
    [Query("progress", "The progress reached; never lowers it.", Type = "integer", Required = true)]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "challenges/{id}/progress")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var parameters = request.Parameters();
        var sent = parameters.Text("progress", 20);
        if (parameters.Problem is { } wrong)
            return Answer.Problem(wrong);
        return int.TryParse(sent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var progress)
            ? Tell(await challenges.ReportAsync(request.Caller(), id, progress, cancellation), "Progress updated successfully")
            : Answer.Problem(Problem.Invalid("progress", "progress must be a whole number in the query, such as ?progress=3."));
    }

    private static IResult Tell(Outcome<ChallengeWeek> outcome, string message) =>
        Answer.Of(outcome, _ => Answer.Json(new MessageResponse(message), ChallengeJson.Default.MessageResponse));
}
