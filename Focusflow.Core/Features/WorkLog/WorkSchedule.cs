using Focusflow.Core.Features.Accounts;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>When open work has to be looked at: one wake-up serves breaks and overwork alike.</summary>
public static class WorkSchedule
{
    /// <summary>The next time, after an instant or, for what is too much already, at it; null when there is none to come.</summary>
    /// <param name="settings">The user's settings.</param>
    /// <param name="work">The marker of the open work.</param>
    /// <param name="after">The instant.</param>
    public static DateTimeOffset? Next(UserSettings settings, OpenWork work, DateTimeOffset after)
    {
        if (work is not { StartedAt: { } startedAt, WorkingSince: { } since })
            return null;
        var pause = BreakSchedule.Next(settings, startedAt, since, after);
        return Earlier(pause, Earlier(NotBefore(OverworkSchedule.DayFull(settings, work)), NotBefore(OverworkSchedule.Unbroken(settings, work))));

        DateTimeOffset? NotBefore(DateTimeOffset? time) => time < after ? after : time;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
