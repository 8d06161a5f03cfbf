using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Notifications;

/// <summary>Something that was told to a user. Its id comes from its cause, so one cause tells once.</summary>
public sealed record NotificationDocument : UserDocument, IDocument<NotificationDocument>
{
    /// <inheritdoc/>
    public static string KindName => "notification";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<NotificationDocument> JsonType => NotificationStorageJson.Default.NotificationDocument;

    /// <summary>One of <see cref="Notifications.NotificationKind"/>.</summary>
    [Words(typeof(NotificationKind))]
    public required string NotificationKind { get; init; }

    /// <summary>A few words.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The instant it belongs to: the planned one, however late it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// When it was made, by the clock of the instance that made it. What came later was made later, but for the clocks of
    /// several instances and the time that a commit takes (see <see cref="StreamPosition.Overlap"/>). The planned instant
    /// stands in for it in notifications stored before it was noted.
    /// </summary>
    public DateTimeOffset MadeAt
    {
        get => field == default ? CreatedAt : field;
        init;
    }

    /// <summary>Whether the user has seen it.</summary>
    public bool Read => ReadAt is not null;

    /// <summary>When the user first said so, or null.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>What it is about, with snake_case names: <c>task_id</c> and the like.</summary>
    public required JsonObject Data { get; init; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Ninety days.</summary>
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(90);

    /// <summary>A new notification. To be created in the transaction that does what it tells.</summary>
    /// <param name="userId">Whom it tells.</param>
    /// <param name="kind">One of <see cref="Notifications.NotificationKind"/>.</param>
    /// <param name="cause">What it is told for, unique among the user's causes: <c>reminder:{task}:{time}</c>. The same cause gives the same id.</param>
    /// <param name="title">A few words.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="at">The instant it belongs to: the planned one when a timer makes it.</param>
    /// <param name="madeAt">Now.</param>
    /// <param name="data">What it is about, with snake_case names.</param>
    /// <param name="beside">The id of a document that the cause belongs to and that is written with it, or empty.</param>
    public static NotificationDocument Of(
        string userId, string kind, string cause, string title, string message, DateTimeOffset at, DateTimeOffset madeAt, JsonObject data, string beside = "") => new()
        {
            Id = StableId.Of("notification:" + cause, beside),
            UserId = userId,
            NotificationKind = kind,
            Title = title,
            Message = message,
            CreatedAt = at,
            MadeAt = madeAt,
            Data = data,
        };
}

/// <summary>What notifications tell.</summary>
public static class NotificationKind
{
    /// <summary>The reminder time of a task has come.</summary>
    public const string TaskReminder = "task_reminder";

    /// <summary>A focus session has ended.</summary>
    public const string SessionCompleted = "session_completed";

    /// <summary>A challenge's target was reached.</summary>
    public const string ChallengeCompleted = "challenge_completed";

    /// <summary>The week's board is final.</summary>
    public const string WeekResult = "week_result";

    /// <summary>Time to end the working day.</summary>
    public const string ShutdownReminder = "shutdown_reminder";

    /// <summary>Time for a break.</summary>
    public const string BreakReminder = "break_reminder";

    /// <summary>It has been too much work: the hours of a day, or without a break.</summary>
    public const string Overwork = "overwork";

    /// <summary>How are you, after hard days.</summary>
    public const string WellnessCheck = "wellness_check";

    /// <summary>Those of which it matters whether they have reached the user: what was asked for at that very time.</summary>
    public static IReadOnlyList<string> Timed { get; } = [TaskReminder, ShutdownReminder];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TaskReminder, SessionCompleted, ChallengeCompleted, WeekResult, ShutdownReminder, BreakReminder, Overwork, WellnessCheck];
}

/// <summary>How notifications are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(NotificationDocument))]
[JsonSerializable(typeof(ReachedMark))]
internal sealed partial class NotificationStorageJson : JsonSerializerContext;
