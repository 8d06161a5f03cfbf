using System.Text.Json.Nodes;
using Focusflow.Core.Input;
using Focusflow.Core.Notifications;
using Focusflow.Core.Tasks;

namespace Focusflow.Core.Reminders;

/// <summary>What becomes of a reminder when its time comes.</summary>
public static class ReminderDecisions
{
    /// <summary>Whether a task still wants to be reminded of at this time, and it has come.</summary>
    public static bool IsWanted(TaskDocument task, DateTimeOffset due, DateTimeOffset now) => task.PendingReminder == due && due <= now;

    /// <summary>The notification of a reminder. It bears the planned time, however late it is made.</summary>
    public static NotificationDocument Notify(TaskDocument task, DateTimeOffset due) => NotificationDocument.Of(
        task.UserId,
        NotificationKind.TaskReminder,
        cause: string.Create(null, $"reminder:{task.Id}:{Timestamps.Write(due)}"),
        title: "Task reminder",
        message: $"Remember: {task.Title}",
        at: due,
        data: new JsonObject
        {
            ["task_id"] = task.Id,
            ["reminder_time"] = Timestamps.Write(due),
            ["due_date"] = task.DueDate is { } dueDate ? Timestamps.Write(dueDate) : null,
        });
}
