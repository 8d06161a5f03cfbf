using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Input;

namespace Focusflow.Core.Features.Reminders;

/// <summary>What becomes of a reminder when its time comes.</summary>
public static class ReminderDecisions
{
    /// <summary>What a wake-up for a reminder time finds: only the very time that is pending counts, and only once it has come.</summary>
    public static ReminderResult Decide(TaskDocument? task, DateTimeOffset due, DateTimeOffset now) =>
        task?.PendingReminder != due ? ReminderResult.NotWanted
        : now < due ? ReminderResult.TooEarly
        : ReminderResult.Made;

    /// <summary>The notification of a reminder. It bears the planned time, however late it is made.</summary>
    public static NotificationDocument Notify(TaskDocument task, DateTimeOffset due, DateTimeOffset now) => NotificationDocument.Of(
        task.UserId,
        NotificationKind.TaskReminder,
        cause: string.Create(null, $"reminder:{task.Id}:{Timestamps.Write(due)}"),
        title: "Task reminder",
        message: $"Remember: {task.Title}",
        at: due,
        madeAt: now,
        data: new JsonObject
        {
            ["task_id"] = task.Id,
            ["reminder_time"] = Timestamps.Write(due),
            ["due_date"] = task.DueDate is { } dueDate ? Timestamps.Write(dueDate) : null,
        });
}

/// <summary>What became of a reminder.</summary>
public enum ReminderResult
{
    /// <summary>The notification is made.</summary>
    Made,

    /// <summary>The task is gone, done, or no longer wants this time; or it was told already.</summary>
    NotWanted,

    /// <summary>The time has not come by the clock of this server: wait on.</summary>
    TooEarly,
}
