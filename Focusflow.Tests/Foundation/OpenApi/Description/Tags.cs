using System.Text.Json.Nodes;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>The groups of operations in the order in which one would read them, and the function classes that each holds.</summary>
internal static class Tags
{
    private static readonly (string Name, string Description, string[] Classes)[] All =
    [
        ("Account", "Signing up and in, the user, the settings, and leaving with or without one's data.", ["SignIn", "Recovery", "EmailChange", "Session", "User", "AvatarImage", "Picture", "Settings", "Privacy", "Usage"]),
        ("Tasks", "What there is to do, and by when.", ["Task", "TaskStep", "TaskTime"]),
        ("Focus", "Timed sessions of focused work and the breaks between them; one at a time, kept on the server's clock.", ["FocusSession", "FocusSessionReads"]),
        ("Work log", "Clocking in and out, and breaks from work.", ["WorkLog", "WorkLogReads"]),
        ("Summaries", "Days, weeks and months in figures, insights, and everything that a dashboard shows.", ["Summary", "Dashboard", "Insight"]),
        ("Shutdown", "The ritual that ends a working day: a look back, a rating, a streak.", ["Shutdown"]),
        ("Challenges", "Weekly challenges, points and the leaderboard.", ["Challenge", "Leaderboard"]),
        ("Notifications", "What the service tells the user, as a list, as a stream and as pushes to browsers, and an end to what it mails.", ["Notification", "Push", "Reach"]),
        ("Webhooks", "The same notifications for other programs, signed as Standard Webhooks says.", ["Webhook"]),
        ("Calendar", "Tasks with due dates, for calendar programs.", ["Calendar"]),
        ("Service", "The service itself.", ["Service", "Health"]),
        ("Earlier names", "What existing clients call by other names. New clients need none of it.", ["EarlierClient"]),
    ];

    /// <summary>The group of a function class, by its name without <c>Functions</c>.</summary>
    public static string Of(string group)
    {
        var found = Array.Find(All, tag => tag.Classes.Contains(group, StringComparer.Ordinal));
        return found.Name ?? throw new InvalidOperationException($"Put {group} into a group in {nameof(Tags)}.");
    }

    /// <summary>The place of a group.</summary>
    public static int PlaceOf(string name) => Array.FindIndex(All, tag => tag.Name == name);

    /// <summary>As the document declares them.</summary>
    public static JsonArray Declared() =>
        [.. All.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })];
}
