using System.Text.Json.Serialization;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Functions.Features.Focus;

/// <summary>A session as clients see it. Times are RFC 3339 in UTC.</summary>
public sealed record FocusSessionResponse
{
    /// <summary>Its id.</summary>
    public required string SessionId { get; init; }

    /// <summary>Its owner.</summary>
    public required string UserId { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended, or null while it is open.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The running time asked for, in minutes.</summary>
    public required int PlannedDuration { get; init; }

    /// <summary>The running time it had, pauses not counted, in whole minutes; null while it is open.</summary>
    public int? ActualDuration { get; init; }

    /// <summary>focus or break.</summary>
    public required SessionType SessionType { get; init; }

    /// <summary>The same as <see cref="SessionType"/>, under the name that existing clients read.</summary>
    public SessionType Type => SessionType;

    /// <summary>active, paused, completed or stopped.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>The task it was spent on.</summary>
    public string? TaskId { get; init; }

    /// <summary>When it ends by itself; of an ended one when it would have. Null while it is paused: every second moves it.</summary>
    public DateTimeOffset? PlannedEndTime { get; init; }

    /// <summary>While it is paused: since when.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The running time still to come, in seconds, rounded up; 0 once it has ended.</summary>
    public required int RemainingSeconds { get; init; }

    /// <summary>A session as it is at an instant.</summary>
    public static FocusSessionResponse Of(FocusSession session, DateTimeOffset now) => new()
    {
        SessionId = session.Id,
        UserId = session.UserId,
        StartTime = session.StartedAt,
        EndTime = session.EndedAt,
        PlannedDuration = session.PlannedMinutes,
        ActualDuration = session.IsOpen ? null : (int)(session.Recorded.Ticks / TimeSpan.TicksPerMinute),
        SessionType = session.SessionType,
        Status = session.Status,
        TaskId = session.TaskId,
        PlannedEndTime = session.PlannedEnd,
        PausedAt = session.PausedAt,
        RemainingSeconds = (int)Math.Ceiling(session.RemainingAt(now).TotalSeconds),
    };
}

/// <summary>How sessions are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(FocusSessionResponse))]
[JsonSerializable(typeof(IEnumerable<FocusSessionResponse>))]
public sealed partial class FocusSessionJson : JsonSerializerContext;
