using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.Leaderboard;

/// <summary>The route of the leaderboard.</summary>
/// <param name="leaders">Reads boards.</param>
/// <param name="clock">The server's clock.</param>
public sealed class LeaderboardFunctions(Leaders leaders, TimeProvider clock)
{
    private const int MaxLength = 20;

    private static readonly JsonTypeInfo<IReadOnlyList<LeaderRow>> RowsJson = Spellings.Of<IReadOnlyList<LeaderRow>>(LeaderboardJson.Default);

    /// <summary>
    /// GET /challenges/leaders: this week's best, or those of <c>week=2026-W47</c>; the caller's own row is always there.
    /// </summary>
    /// <remarks>
    /// Ties share a rank; who reached the points earlier comes first. The own row is added when it is not among the best. Users
    /// who keep to themselves are on nobody else's board.
    /// </remarks>
    /// <returns>The rows, best first.</returns>
    [Function("ListLeaders")]
    [Operation("The leaderboard of a week", Tag = "Challenge", Answer = typeof(LeaderRow[]))]
    [Query("week", "Such as 2026-W47; the caller's own current week when not given.", Pattern = "^[0-9]{4}-W[0-9]{2}$")]
    [Query("limit", "The most rows besides the caller's own; 10 when not given.", Type = "integer", Minimum = 1, Maximum = 100)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "challenges/leaders")] HttpRequest request,
        CancellationToken cancellation)
    {
        var parameters = request.Parameters();
        var (sentWeek, sentLimit) = (parameters.Text("week", MaxLength), parameters.Text("limit", MaxLength));
        if (parameters.Problem is { } wrong)
            return Answer.Problem(wrong);
        if (!ReadWeek(sentWeek, request.Caller()).Succeeded(out var week, out var problem)
            || !ReadLimit(sentLimit).Succeeded(out var limit, out problem))
        {
            return Answer.Problem(problem);
        }

        var rows = await leaders.ReadAsync(request.Caller().UserId, week, limit, cancellation);
        return Answer.Json(rows, RowsJson);
    }

    private Outcome<IsoWeek> ReadWeek(string? text, Caller caller)
    {
        var current = caller.Calendar.WeekOf(clock.GetUtcNow());
        if (string.IsNullOrEmpty(text))
            return current;
        return IsoWeek.TryParse(text, out var week) && week <= current
            ? week
            : Problem.Invalid("week", "week must be this week or an earlier one, written like 2026-W47.");
    }

    private static Outcome<int> ReadLimit(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Leaders.DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Leaders.MaxLimit
            ? limit
            : Problem.Invalid("limit", $"limit must be a whole number from 1 to {Leaders.MaxLimit}.");
    }
}

/// <summary>How boards are answered.</summary>
[BothSpellings]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<LeaderRow>))]
public sealed partial class LeaderboardJson : JsonSerializerContext;
