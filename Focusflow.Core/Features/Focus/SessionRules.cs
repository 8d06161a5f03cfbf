using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Focus;

/// <summary>What a user may ask of an open session.</summary>
public enum SessionCommand
{
    /// <summary>End it and count it.</summary>
    Complete,

    /// <summary>End it without counting it.</summary>
    Stop,

    /// <summary>Hold the clock.</summary>
    Pause,

    /// <summary>Let the clock run again.</summary>
    Resume,
}

/// <summary>The state machine of a session: session, command, now -> next session, or why not. No I/O, no clock of its own.</summary>
public static class SessionRules
{
    /// <summary>The longest session, in minutes.</summary>
    public const int LongestMinutes = 480;

    /// <summary>The most running segments: whoever pauses more often has something else in mind than a session.</summary>
    public const int MostSegments = 200;

    /// <summary>A pause that gets this long ends the session as stopped at the moment it was paused.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromHours(12);

    /// <summary>Starts a session.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="userId">Its owner.</param>
    /// <param name="plan">What was asked for, with its length.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="now">The start.</param>
    public static FocusSession Start(string id, string userId, SessionPlan plan, UserCalendar calendar, DateTimeOffset now)
    {
        var minutes = plan.Minutes ?? throw new ArgumentException("A session needs its length.", nameof(plan));
        return new FocusSession
        {
            Id = id,
            UserId = userId,
            SessionType = plan.Type,
            PlannedMinutes = minutes,
            TaskId = plan.TaskId,
            Status = SessionStatus.Active,
            StartedAt = now,
            Day = DayText.Write(calendar.DayOf(now)),
            Timezone = calendar.Zone.Id,
            DayStartsAt = calendar.DayStartsAt,
            RunningSince = now,
            PlannedEnd = now + TimeSpan.FromMinutes(minutes),
        };
    }

    /// <summary>
    /// What time alone has made of a session: one past its planned end is completed with exactly that end, one paused too
    /// long is stopped at the moment it was paused. Gives the same object when nothing is due.
    /// </summary>
    public static FocusSession Settle(FocusSession session, DateTimeOffset now) =>
        session.DueAt is not { } due || now < due ? session
        : session.Status == SessionStatus.Active ? End(session, SessionStatus.Completed, due)
        : End(session, SessionStatus.Stopped, session.PausedAt!.Value);

    /// <summary>
    /// Carries out a command, after what was due before it. Ending a session twice in the same way changes nothing and is
    /// no error: the client's timer and the server's race to the planned end every time.
    /// </summary>
    public static Outcome<FocusSession> Decide(FocusSession session, SessionCommand command, DateTimeOffset now)
    {
        var current = Settle(session, now);
        var at = NotBefore(current, now);
        return (command, current.Status) switch
        {
            (SessionCommand.Complete, SessionStatus.Completed) => current,
            (SessionCommand.Stop, SessionStatus.Stopped) => current,
            (_, SessionStatus.Completed or SessionStatus.Stopped) =>
                new Problem(ProblemCodes.SessionAlreadyEnded, $"The session has already been {(current.Status == SessionStatus.Completed ? "completed" : "stopped")}."),
            (SessionCommand.Complete, _) => End(current, SessionStatus.Completed, at),
            (SessionCommand.Stop, _) => End(current, SessionStatus.Stopped, at),
            (SessionCommand.Pause, SessionStatus.Paused) => new Problem(ProblemCodes.SessionAlreadyPaused, "The session is already paused."),
            (SessionCommand.Pause, _) when current.Segments.Count + 1 >= MostSegments =>
                new Problem(ProblemCodes.SessionPausedTooOften, $"The session has been paused {MostSegments - 1} times already. Complete or stop it."),
            (SessionCommand.Pause, _) => Pause(current, at),
            (SessionCommand.Resume, SessionStatus.Active) => new Problem(ProblemCodes.SessionNotPaused, "The session is not paused."),
            (SessionCommand.Resume, _) => Resume(current, at),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
        };
    }

    private static FocusSession Pause(FocusSession session, DateTimeOffset at) => session with
    {
        Status = SessionStatus.Paused,
        Segments = SegmentsUntil(session, at),
        RunningSince = null,
        PlannedEnd = null,
        PausedAt = at,
    };

    private static FocusSession Resume(FocusSession session, DateTimeOffset at) => session with
    {
        Status = SessionStatus.Active,
        RunningSince = at,
        PlannedEnd = at + (session.Planned - session.Recorded),
        PausedAt = null,
    };

    private static FocusSession End(FocusSession session, SessionStatus status, DateTimeOffset at) => session with
    {
        Status = status,
        Segments = SegmentsUntil(session, at),
        RunningSince = null,
        PausedAt = null,
        EndedAt = at,
    };

    private static IReadOnlyList<RunningSegment> SegmentsUntil(FocusSession session, DateTimeOffset at) =>
        session.RunningSince is { } since ? [.. session.Segments, new RunningSegment(since, at)] : session.Segments;

    /// <summary>The clocks of two app instances may differ a little; within a session time does not run backwards.</summary>
    private static DateTimeOffset NotBefore(FocusSession session, DateTimeOffset now)
    {
        var last = session.RunningSince ?? session.PausedAt ?? now;
        return now < last ? last : now;
    }
}
