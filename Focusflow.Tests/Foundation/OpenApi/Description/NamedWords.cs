using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>The lists of words that fields and parameters choose from, each under a name of its own.</summary>
internal static class NamedWords
{
    private static readonly (string Name, string Description, IReadOnlyList<string> Words)[] All =
    [
        ("TaskPriority", "How important a task is.", TaskPriority.All),
        ("TaskSort", "The orders of a task list. A minus turns one round; tasks without a due date come last either way.", TaskSort.All),
        ("DueRange", "A stretch of the user's calendar. `overdue`: due before now and open; `upcoming`: due after today; `none`: without a due date.", DueRange.All),
        ("RecurrenceSource", "What the next task of a series is counted from: the day that this one was due, or the one on which it was completed.", Repetition.Sources),
        ("SeriesScope", "What a change to a task of a series is about: this task alone, or all that come after it as well.", Repetition.Scopes),
        ("SessionType", "What a session is for.", ["focus", "break"]),
        ("SessionStatus", "Where a session stands: `active` while its clock runs, `paused` while it is held, `completed` when it counts, `stopped` when it does not.", ["active", "paused", "completed", "stopped"]),
        ("LogType", "What an entry of the work log is.", ["work", "break"]),
        ("ProductivityRating", "How the day was.", ReflectionFields.Ratings),
        ("NotificationKind", "What a notification tells.", NotificationKind.All),
        ("ChallengeStatus", "How far the user is with a challenge that was joined.", ChallengeView.Statuses),
        ("Weekday", "A day of the week.", UserSettings.Weekdays),
        ("ProfileVisibility", "`private` users are on nobody else's board.", UserSettings.Visibilities),
        ("HealthStatus", "How the service is.", ["live", "ready"]),
    ];

    /// <summary>A reference to the component that lists these words.</summary>
    public static JsonObject Reference(IEnumerable<string> words) => new() { ["$ref"] = $"#/components/schemas/{Find([.. words]).Name}" };

    /// <summary>The components that a document refers to.</summary>
    public static IEnumerable<(string Name, JsonObject Schema)> Components(string document) =>
        from list in All
        where document.Contains($"#/components/schemas/{list.Name}\"", StringComparison.Ordinal)
        select (list.Name, new JsonObject
        {
            ["type"] = "string",
            ["description"] = list.Description,
            ["enum"] = new JsonArray([.. list.Words.Select(word => (JsonNode)word)]),
        });

    private static (string Name, string Description, IReadOnlyList<string> Words) Find(string[] words)
    {
        var found = Array.Find(All, list => list.Words.Order(StringComparer.Ordinal).SequenceEqual(words.Order(StringComparer.Ordinal), StringComparer.Ordinal));
        return found.Name is null ? throw new InvalidOperationException($"Give these words a name in {nameof(NamedWords)}: {string.Join(", ", words)}") : found;
    }
}
