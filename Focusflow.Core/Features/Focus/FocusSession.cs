using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Focus;

/// <summary>
/// A focus session or a break. Its length is the sum of its running segments, never the wall time between start and end.
/// Changed only by <see cref="SessionRules"/>.
/// </summary>
public sealed record FocusSession : UserDocument, IDocument<FocusSession>
{
    /// <inheritdoc/>
    public static string KindName => "focusSession";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<FocusSession> JsonType => FocusJson.Default.FocusSession;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>What it is for.</summary>
    public required SessionType SessionType { get; init; }

    /// <summary>Where it stands.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>The running time asked for, in minutes.</summary>
    public required int PlannedMinutes { get; init; }

    /// <summary>The task it was spent on, if one was named.</summary>
    public string? TaskId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// The user's day it belongs to, <c>yyyy-MM-dd</c>: where it started, in the zone and with the day start of that
    /// moment. Recorded, so that a user who moves to another zone keeps the days already lived.
    /// </summary>
    public required string Day { get; init; }

    /// <summary>
    /// The zone it began in: what a break counts for belongs to the day it ends, and nobody may be there to ask. Focus that began
    /// before hours of the day were looked at has none.
    /// </summary>
    public string? Timezone { get; init; }

    /// <summary>The local time at which the user's days started when it began.</summary>
    public LocalTime? DayStartsAt { get; init; }

    /// <summary>The tags of the task when it started; null without any.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The stretches that are over, oldest first.</summary>
    public IReadOnlyList<RunningSegment> Segments { get; init; } = [];

    /// <summary>While active: since when the clock has been running without a pause.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>
    /// While active: the instant at which it ends by itself. Once ended: the plan that was in force then. Null while paused
    /// (the plan moves on with the pause) and for one that ended during a pause.
    /// </summary>
    public DateTimeOffset? PlannedEnd { get; init; }

    /// <summary>While paused: since when.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it is active or paused, that is, holds the user's one place for a session.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is SessionStatus.Active or SessionStatus.Paused;

    /// <summary>The running time asked for.</summary>
    [JsonIgnore]
    public TimeSpan Planned => TimeSpan.FromMinutes(PlannedMinutes);

    /// <summary>The sum of the segments that are over; of an ended session its whole length.</summary>
    [JsonIgnore]
    public TimeSpan Recorded => new(Segments.Sum(segment => segment.Length.Ticks));

    /// <summary>When something must happen without anybody asking: the planned end, or the limit of a pause; null once ended.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => Status switch
    {
        SessionStatus.Active => PlannedEnd,
        SessionStatus.Paused => PausedAt + SessionRules.LongestPause,
        _ => null,
    };

    /// <summary>The user's day of an instant of the session, as the calendar was when it began; without one the day it began.</summary>
    public LocalDate DayOf(DateTimeOffset instant) =>
        Timezone is { } zone && UserCalendar.Find(zone, DayStartsAt ?? LocalTime.Midnight) is { } calendar
            ? calendar.DayOf(instant)
            : DayText.Parse(Day);

    /// <summary>The running time still to come at an instant; zero once ended.</summary>
    public TimeSpan RemainingAt(DateTimeOffset now) => Status switch
    {
        SessionStatus.Active => now < PlannedEnd ? PlannedEnd.Value - now : TimeSpan.Zero,
        SessionStatus.Paused => Planned - Recorded,
        _ => TimeSpan.Zero,
    };
}

/// <summary>A stretch of time during which a session's clock ran without a pause.</summary>
/// <param name="From">Its start, included.</param>
/// <param name="Until">Its end, excluded.</param>
public sealed record RunningSegment(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>How long it is.</summary>
    [JsonIgnore]
    public TimeSpan Length => Until - From;
}
