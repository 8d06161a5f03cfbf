using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The rules of tasks: state + what the client sent + now -> the next state, or why not.</summary>
public static class TaskDecisions
{
    /// <summary>A new, open task.</summary>
    public static Outcome<TaskDocument> Create(string id, string userId, TaskFields fields, DateTimeOffset now)
    {
        var blank = new TaskDocument { Id = id, UserId = userId, Title = "", CreatedAt = now, UpdatedAt = now };
        return Apply(blank, fields, now);
    }

    /// <summary>
    /// The task with the fields that were sent. When they change nothing, the answer is the very same task, so that
    /// nothing needs to be written.
    /// </summary>
    public static Outcome<TaskDocument> Update(TaskDocument task, TaskFields fields, DateTimeOffset now) => Apply(task, fields, now);

    /// <summary>The task done now; one that is done already stays as it is.</summary>
    public static TaskDocument Complete(TaskDocument task, DateTimeOffset now) =>
        task.Completed ? task : Touch(task, task with { CompletedAt = now }, now);

    /// <summary>The task open again; one that is open stays as it is.</summary>
    public static TaskDocument Uncomplete(TaskDocument task, DateTimeOffset now) =>
        task.Completed ? Touch(task, task with { CompletedAt = null }, now) : task;

    /// <summary>The task after its reminder was made: this reminder time is over, whatever else changes.</summary>
    public static TaskDocument Remind(TaskDocument task) => task with { ReminderSettled = task.ReminderTime };

    private static Outcome<TaskDocument> Apply(TaskDocument task, TaskFields fields, DateTimeOffset now)
    {
        var next = task with
        {
            Title = fields.Title.Or(task.Title) ?? task.Title,
            Description = fields.Description.Or(task.Description),
            StartDate = fields.StartDate.Or(task.StartDate),
            DueDate = fields.DueDate.Or(task.DueDate),
            CompletedAt = fields.Completed.Or(task.Completed) is true ? task.CompletedAt ?? now : null,
            Priority = fields.Priority.Or(task.Priority) ?? task.Priority,
            Tags = SameTags(fields.Tags, task.Tags) ? task.Tags : fields.Tags.Value!,
            ReminderEnabled = fields.ReminderEnabled.Or(task.ReminderEnabled) ?? task.ReminderEnabled,
            ReminderTime = fields.ReminderTime.Or(task.ReminderTime),
        };
        return Check(task, next, now) is { } problem ? problem : Touch(task, next, now);
    }

    private static Problem? Check(TaskDocument task, TaskDocument next, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (next.DueDate < next.StartDate)
            errors["due_date"] = ["due_date must not be before start_date."];
        if (next is { ReminderEnabled: true, ReminderTime: null })
            errors["reminder_time"] = ["reminder_time is required when reminder_enabled is true."];

        // An old reminder may have passed; it must not stand in the way of other changes.
        var isNew = next.ReminderTime != task.ReminderTime || (next.ReminderEnabled && !task.ReminderEnabled);
        if (isNew && next.ReminderTime <= now)
            errors["reminder_time"] = ["reminder_time must be in the future."];
        return errors.Count == 0 ? null : Problem.Invalid(errors);
    }

    private static TaskDocument Touch(TaskDocument task, TaskDocument next, DateTimeOffset now)
    {
        if (next == task)
            return task;

        // A task that is opened again after its reminder time: that time passed while it was not wanted.
        var missed = next.PendingReminder <= now && task.PendingReminder != next.PendingReminder;
        return next with { UpdatedAt = now, Changes = task.Changes + 1, ReminderSettled = missed ? next.ReminderTime : next.ReminderSettled };
    }

    private static bool SameTags(Change<IReadOnlyList<string>> sent, IReadOnlyList<string> current) =>
        !sent.IsSet || sent.Value!.SequenceEqual(current, StringComparer.Ordinal);
}
