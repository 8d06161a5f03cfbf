using System.Globalization;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Features.Challenges;

/// <summary>What users are told about challenges.</summary>
internal static class ChallengeNews
{
    /// <summary>The notification of a completed challenge, made now; one a week and challenge.</summary>
    public static NotificationDocument Notify(string userId, IsoWeek week, Award award, DateTimeOffset now) => NotificationDocument.Of(
        userId,
        NotificationKind.ChallengeCompleted,
        $"challenge_completed:{award.ChallengeId}:{week}",
        "Challenge completed",
        string.Create(CultureInfo.InvariantCulture, $"You have completed {award.Name} and earned {award.Points} points."),
        award.At,
        now,
        new JsonObject
        {
            ["challenge_id"] = award.ChallengeId,
            ["points"] = award.Points,
            ["week"] = week.ToString(),
        });
}
