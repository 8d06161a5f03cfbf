using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Tasks;

/// <summary>A wake-up call for one reminder time of one task. It carries no truth: the task says whether it is wanted.</summary>
/// <param name="UserId">Whose task.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Due">The reminder time, in whole milliseconds.</param>
public sealed record ReminderTimer(string UserId, string TaskId, DateTimeOffset Due) : IDurableTimer
{
    /// <summary>The orchestration that waits for it.</summary>
    public const string Orchestration = "TaskReminder";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same task and time, such as <c>reminder-0199...-20261122T105900000Z</c>.</summary>
    public string InstanceId() => TimerId.Of("reminder", TaskId, Due);
}
