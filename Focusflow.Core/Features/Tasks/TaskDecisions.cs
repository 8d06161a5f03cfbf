using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The rules of tasks: state + what the client sent + now -> the next state, or why not.</summary>
public static class TaskDecisions
{
    /// <summary>A new, open task.</summary>
    public static Outcome<TaskDocument> Create(string id, string userId, TaskFields fields, UserCalendar calendar, DateTimeOffset now)
    {
        var blank = new TaskDocument { Id = id, UserId = userId, Title = "", CreatedAt = now, UpdatedAt = now };
        return Apply(blank, fields, following: false, calendar, now);
    }

    /// <summary>
    /// The task with the fields that were sent. When they change nothing, the answer is the very same task, so that
    /// nothing needs to be written.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="fields">What was sent.</param>
    /// <param name="following">Whether the change is about the tasks that come after it in its series, too.</param>
    /// <param name="calendar">The user's calendar.</param>
    /// <param name="now">Now.</param>
    public static Outcome<TaskDocument> Update(
        TaskDocument task, TaskFields fields, bool following, UserCalendar calendar, DateTimeOffset now) =>
        Apply(task, fields, following, calendar, now);

    /// <summary>The task done now; one that is done already stays as it is.</summary>
    public static TaskDocument Complete(TaskDocument task, DateTimeOffset now) =>
        task.Completed ? task : Touch(task, task with { CompletedAt = now }, now);

    /// <summary>The task open again; one that is open stays as it is.</summary>
    public static TaskDocument Uncomplete(TaskDocument task, DateTimeOffset now) =>
        task.Completed ? Touch(task, task with { CompletedAt = null }, now) : task;

    /// <summary>The task after its reminder was made: this reminder time is over, whatever else changes.</summary>
    public static TaskDocument Remind(TaskDocument task) => task with { ReminderSettled = task.ReminderTime };

    /// <summary>The task with one of its steps done or open; the very same when it is so already, 404 when there is no such step.</summary>
    public static Outcome<TaskDocument> Tick(TaskDocument task, Guid step, bool completed, DateTimeOffset now) =>
        Checklist.Tick(task.Steps, step, completed) is not { } steps ? Problem.NotFound("Step")
        : ReferenceEquals(steps, task.Steps) ? task
        : Touch(task, task with { Steps = steps }, now);

    private static Outcome<TaskDocument> Apply(
        TaskDocument task, TaskFields fields, bool following, UserCalendar calendar, DateTimeOffset now)
    {
        var steps = Checklist.Apply(fields.Steps, task.Steps, out var wrong);
        if (wrong is not null)
            return wrong;
        var next = task with
        {
            Title = fields.Title.Or(task.Title) ?? task.Title,
            Description = fields.Description.Or(task.Description),
            StartDate = fields.StartDate.Or(task.StartDate),
            DueDate = fields.DueDate.Or(task.DueDate),
            CompletedAt = fields.Completed.Or(task.Completed) is true ? task.CompletedAt ?? now : null,
            Priority = fields.Priority.Or(task.Priority) ?? task.Priority,
            Tags = SameTags(fields.Tags, task.Tags) ? task.Tags : fields.Tags.Value!,
            Steps = steps,
            EstimateMinutes = fields.EstimateMinutes.Or(task.EstimateMinutes),
            Recurrence = fields.Recurrence.Or(task.Recurrence),
            RecurrenceFrom = fields.RecurrenceFrom.Or(task.RecurrenceFrom) is Repetition.FromCompletion ? Repetition.FromCompletion : null,
            ReminderEnabled = fields.ReminderEnabled.Or(task.ReminderEnabled) ?? task.ReminderEnabled,
            ReminderTime = fields.ReminderTime.Or(task.ReminderTime),
        };
        return Check(task, next, calendar, now) is { } problem ? problem : Repetition.Change(task, Touch(task, next, now), following, calendar);
    }

    private static Problem? Check(TaskDocument task, TaskDocument next, UserCalendar calendar, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);

        // A day is another stretch of time in another zone; two that were right once must not stand in the way of other changes.
        var moved = next.DueDate != task.DueDate || next.StartDate != task.StartDate;
        if (moved && next is { DueDate: { } due, StartDate: { } start } && IsOverBefore(due, start, calendar))
            errors["due_date"] = ["due_date must not be before start_date."];
        if (next is { Recurrence: not null, DueDate: null })
            errors["recurrence"] = ["recurrence needs a due_date to begin with."];
        if (next is { ReminderEnabled: true, ReminderTime: null })
            errors["reminder_time"] = ["reminder_time is required when reminder_enabled is true."];

        // An old reminder may have passed; it must not stand in the way of other changes.
        var isNew = next.ReminderTime != task.ReminderTime || (next.ReminderEnabled && !task.ReminderEnabled);
        if (isNew && next.ReminderTime <= now)
            errors["reminder_time"] = ["reminder_time must be in the future."];
        return errors.Count == 0 ? null : Problem.Invalid(errors);
    }

    // What starts just when the day is over that it was due on starts too late; at an instant it may be due and start at once.
    private static bool IsOverBefore(DayOrInstant due, DayOrInstant start, UserCalendar calendar)
    {
        var (end, begin) = (due.EndIn(calendar), start.StartIn(calendar));
        return end < begin || (end == begin && due.Day is not null);
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
