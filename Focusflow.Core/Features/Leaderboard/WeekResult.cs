using System.Globalization;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>What users are told when a week is over.</summary>
public static class WeekResult
{
    /// <summary>The notification of a final rank, as of the end of the week however late it is made.</summary>
    public static NotificationDocument Notify(IsoWeek week, WeekScore score, int rank, int users, DateTimeOffset now) => NotificationDocument.Of(
        score.UserId,
        NotificationKind.WeekResult,
        $"week_result:{week}",
        $"Week {week} is over",
        string.Create(CultureInfo.InvariantCulture, $"You finished {Ordinal(rank)} of {users} with {score.Points} points."),
        week.Closes,
        now,
        new JsonObject
        {
            ["week"] = week.ToString(),
            ["rank"] = rank,
            ["ranked_users"] = users,
            ["points"] = score.Points,
        });

    /// <summary>A rank as one says it: 1st, 2nd, 3rd, 4th, 11th, 22nd.</summary>
    public static string Ordinal(int rank)
    {
        var ending = (rank % 100) is >= 11 and <= 13 ? "th" : (rank % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return rank.ToString(CultureInfo.InvariantCulture) + ending;
    }
}
