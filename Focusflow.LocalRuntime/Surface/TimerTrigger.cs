using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function at the times of a schedule.</summary>
/// <param name="schedule">Six cron fields in UTC (seconds first), or <c>%setting%</c>.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Six cron fields in UTC, or <c>%setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether it also runs whenever the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether the schedule's status is kept, so that an occurrence missed while down is made up for.</summary>
    public bool UseMonitor { get; set; } = true;
}

/// <summary>What a timer function is told of its schedule.</summary>
public class TimerInfo
{
    /// <summary>The status before this run; null when it is not kept.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run makes up for a missed occurrence.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>The status of a schedule, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The last run; 0001-01-01 when there was none.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }
}
