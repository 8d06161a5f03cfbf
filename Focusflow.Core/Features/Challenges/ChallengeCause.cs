using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Features.Challenges;

/// <summary>Something a user did that may count for challenges.</summary>
/// <param name="Type">The <see cref="ChallengeType"/> it counts for.</param>
/// <param name="Key">What makes it one: the same key counts once a week in a challenge.</param>
/// <param name="Day">The user's day that it is recorded for. It decides the week, whenever and however often the cause comes.</param>
/// <param name="At">
/// When it happened by the server's clock; only what happened after joining counts. For what a timer did it is the planned
/// instant, so that a late timer changes nothing.
/// </param>
public abstract record ChallengeCause(string Type, string Key, LocalDate Day, DateTimeOffset At)
{
    /// <summary>Whether it came in time for a challenge with a local time limit.</summary>
    public virtual bool IsWithin(string? timeLimit) => timeLimit is null;
}

/// <summary>A task was completed on a day.</summary>
public sealed record TaskCompleted(string TaskId, LocalDate Day, DateTimeOffset At)
    : ChallengeCause(ChallengeType.Task, TaskId, Day, At);

/// <summary>A focus session of sufficient length, of the day it started on, was completed, by the user or by time.</summary>
public sealed record FocusCompleted(string SessionId, LocalDate Day, DateTimeOffset At)
    : ChallengeCause(ChallengeType.Focus, SessionId, Day, At);

/// <summary>A break of sufficient length within a work session ended on a day.</summary>
public sealed record BreakCompleted(string WorkSessionId, LocalDate Day, DateTimeOffset At)
    : ChallengeCause(ChallengeType.Break, WorkSessionId, Day, At);

/// <summary>The reflection of a day was sent.</summary>
/// <param name="Day">The day.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Calendar">The user's calendar.</param>
public sealed record DayClosed(LocalDate Day, DateTimeOffset At, UserCalendar Calendar)
    : ChallengeCause(ChallengeType.Shutdown, DayText.Write(Day), Day, At)
{
    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <inheritdoc/>
    public override bool IsWithin(string? timeLimit)
    {
        if (timeLimit is null)
            return true;
        if (Pattern.Parse(timeLimit) is not { Success: true, Value: var limit })
            return false; // Data that nobody can read promises nothing.

        // 17:00 of a day that starts at 18:00 (a night worker's) is on the next date.
        return At < Calendar.TimeDuring(Day, limit);
    }
}
