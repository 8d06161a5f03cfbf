using System.Text.Json.Serialization;
using Focusflow.Core.Features.Dashboard;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Features.Shutdown;
using Focusflow.Functions.Foundation.Http;

namespace Focusflow.Functions.Features.Dashboard;

/// <summary>The dashboard as clients see it: its own names are camelCase, those of the things in it are theirs.</summary>
/// <param name="User">The user.</param>
/// <param name="Tasks">Today's tasks, as in the shutdown summary.</param>
/// <param name="TodaySummary">Today in figures.</param>
/// <param name="ProductivityScore">How today went so far, 0 to 100.</param>
/// <param name="Points">All points ever earned with challenges.</param>
/// <param name="RecentReflections">The latest reflections.</param>
/// <param name="Leaderboard">The board of this week.</param>
internal sealed record DashboardResponse(
    UserResource User,
    IReadOnlyList<TaskResource> Tasks,
    [property: JsonPropertyName("todaySummary")] TodaySummaryResponse TodaySummary,
    [property: JsonPropertyName("productivityScore")] int ProductivityScore,
    int Points,
    [property: JsonPropertyName("recentReflections")] IEnumerable<ReflectionResponse> RecentReflections,
    IReadOnlyList<LeaderRow> Leaderboard)
{
    public static DashboardResponse Of(DashboardData data) => new(
        new UserResource(data.Account),
        data.Tasks,
        new TodaySummaryResponse(DayText.Midnight(data.Today), data.FocusMinutes, data.Breaks, data.Totals.FocusSessions),
        data.ProductivityScore,
        data.Points,
        data.Reflections.Select(ReflectionResponse.Of),
        data.Leaders);
}

/// <summary>Today at a glance.</summary>
/// <param name="Date">The user's day, written as in summaries.</param>
/// <param name="Duration">Minutes of completed focus sessions.</param>
/// <param name="Breaks">Completed break sessions and ended breaks of the work log.</param>
/// <param name="Sessions">Completed focus sessions.</param>
internal sealed record TodaySummaryResponse(DateTimeOffset Date, int Duration, int Breaks, int Sessions);

/// <summary>How the dashboard is answered.</summary>
[BothSpellings]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(DashboardResponse))]
internal sealed partial class DashboardJson : JsonSerializerContext;
