using System.Globalization;

namespace Focusflow.Core.Features.Reminders;

/// <summary>A wake-up call for one reminder time of one task. It carries no truth: the task says whether it is wanted.</summary>
/// <param name="UserId">Whose task.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Due">The reminder time, in whole milliseconds.</param>
public sealed record ReminderTimer(string UserId, string TaskId, DateTimeOffset Due)
{
    /// <summary>The same for the same task and time, such as <c>reminder-0199...-20261122T105900000Z</c>.</summary>
    public string InstanceId() =>
        string.Create(CultureInfo.InvariantCulture, $"reminder-{Guid.Parse(TaskId):N}-{Due.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
}

/// <summary>Sets wake-up calls that survive a restart.</summary>
public interface IReminderTimers
{
    /// <summary>Sets a timer; one that is already set stays. It may come early, late, twice, or for a task long gone.</summary>
    Task ScheduleAsync(ReminderTimer timer, CancellationToken cancellation);
}
