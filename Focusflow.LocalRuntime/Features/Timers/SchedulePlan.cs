using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Focusflow.LocalRuntime.Features.Timers;

/// <summary>When a timer function runs next; the rules of the host's schedule monitor.</summary>
internal static class SchedulePlan
{
    /// <summary>The status to go on with at a start, and whether an occurrence was missed meanwhile.</summary>
    /// <param name="cron">The schedule.</param>
    /// <param name="stored">What was kept, or null.</param>
    /// <param name="now">Now, in UTC.</param>
    public static (ScheduleStatus Status, bool IsPastDue) AtStart(CrontabSchedule cron, ScheduleStatus? stored, DateTime now)
    {
        if (stored is null)
            return (new ScheduleStatus { Next = NextAfter(cron, now), LastUpdated = now }, false);

        // The next occurrence followed from the last run, or from when the status was written first. When it would
        // follow otherwise now, the schedule has been changed, and the new one counts from the same moment.
        var basis = stored.Last != default ? stored.Last : stored.LastUpdated;
        var expected = NextAfter(cron, basis);
        var status = stored.Next == expected ? stored : new ScheduleStatus { Next = expected, LastUpdated = basis };
        return (status, now > status.Next);
    }

    /// <summary>The status after a run that began at an instant.</summary>
    public static ScheduleStatus AfterRun(CrontabSchedule cron, DateTime began, DateTime now) =>
        new() { Last = began, Next = NextAfter(cron, began), LastUpdated = now };

    /// <summary>The first occurrence after an instant; the end of time when there is none.</summary>
    public static DateTime NextAfter(CrontabSchedule cron, DateTime instant) =>
        DateTime.SpecifyKind(cron.GetNextOccurrence(instant), DateTimeKind.Utc);
}
