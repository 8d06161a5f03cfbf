using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The rules of tasks that come again: a task of a series + what happens to it -> it and the next one.</summary>
public static class Repetition
{
    /// <summary>The next one comes after the day that this one was planned for.</summary>
    public const string FromDue = "due";

    /// <summary>The next one comes after the day on which this one was completed.</summary>
    public const string FromCompletion = "completion";

    /// <summary>What a change is about: this task alone.</summary>
    public const string This = "this";

    /// <summary>What a change is about: this task and all that come after it.</summary>
    public const string Following = "following";

    /// <summary>What repetition can be counted from.</summary>
    public static IReadOnlyList<string> Sources { get; } = [FromDue, FromCompletion];

    /// <summary>What a change can be about.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [This, Following];

    private static readonly Problem NotRecurring = new(ProblemCodes.TaskNotRecurring, "The task does not repeat.");
    private static readonly Problem GoneOn = new(ProblemCodes.SeriesGoneOn, "The series has gone on after this task. Change its open task.");
    private static readonly Problem NoMore = new(ProblemCodes.SeriesEnded, "The series ends with this task. There is none to skip to.");

    /// <summary>Whether this is the task with which a series goes on.</summary>
    public static bool GoesOn(TaskDocument task) => task is { Recurrence: not null, Series.Followed: false };

    /// <summary>
    /// A task after a change of its fields, with its place in its series. A rule that is new or another begins a series anew on
    /// the task's day; a change of this task alone leaves the next one what it would have been.
    /// </summary>
    /// <param name="task">The task before.</param>
    /// <param name="next">The task after the change.</param>
    /// <param name="following">Whether the change is about all that come after it, too.</param>
    /// <param name="calendar">The user's calendar.</param>
    public static Outcome<TaskDocument> Change(TaskDocument task, TaskDocument next, bool following, UserCalendar calendar)
    {
        if (ReferenceEquals(next, task))
            return next;
        if (next.Recurrence is null)
            return following && task.Recurrence is null ? NotRecurring : next;
        if (task.Series is not { } series || next.Recurrence != task.Recurrence || next.RecurrenceFrom != task.RecurrenceFrom)
            return task.Series is not { Followed: true } || task.Recurrence is null ? Begin(next, calendar) : GoneOn;
        if (series.Followed)
            return following ? GoneOn : next;
        if (!following)
        {
            var kept = series.Content ?? SeriesContent.Of(task);
            return next with { Series = kept.IsLike(next) ? series with { Content = null } : Same(series, kept) };
        }

        return next with { Series = Replan(task, next, series, calendar) with { Content = Rest(task, next, series.Content) } };
    }

    /// <summary>A task that was completed, and the one that comes after it, if one does.</summary>
    public static (TaskDocument Task, TaskDocument? Following) Complete(TaskDocument task, UserCalendar calendar, DateTimeOffset now)
    {
        if (!GoesOn(task) || After(task, calendar, task.CompletedAt) is not { } following)
            return (task, null);
        var told = task.Completion is { } completion ? completion with { Told = true } : null;
        following = following with
        {
            Id = StableId.Of($"after:{task.UserId}:{task.Id}"),
            ETag = "",
            CreatedAt = now,
            UpdatedAt = now,
            Changes = 0,
            Before = told,
        };
        return (task with { Completion = told, Series = task.Series! with { Followed = true } }, Settle(following, now));
    }

    /// <summary>The task that comes after one that is deleted alone; null when none does.</summary>
    public static TaskDocument? Replace(TaskDocument deleted, UserCalendar calendar, DateTimeOffset now) => Complete(deleted, calendar, now).Following;

    /// <summary>The same task on the next day of its series. What was done of it, and changed of it alone, is over.</summary>
    public static Outcome<TaskDocument> Skip(TaskDocument task, UserCalendar calendar, DateTimeOffset now)
    {
        if (task.Recurrence is null)
            return NotRecurring;
        if (task.Series!.Followed)
            return GoneOn;
        if (task.Completed || After(task, calendar, completedAt: null) is not { } following)
            return NoMore;
        return Settle(following with { UpdatedAt = now, Changes = task.Changes + 1, FocusedSeconds = task.FocusedSeconds }, now);
    }

    /// <summary>Whether a series may be ended by deleting a task of it.</summary>
    public static Problem? End(TaskDocument task) => task.Recurrence is null ? NotRecurring : GoesOn(task) ? null : GoneOn;

    /// <summary>The task on the next day of its series; still with its own id and version.</summary>
    private static TaskDocument? After(TaskDocument task, UserCalendar calendar, DateTimeOffset? completedAt)
    {
        var series = task.Series!;
        var (start, day) = (DayText.Parse(series.Start), DayText.Parse(series.Day));
        if (task.RecurrenceFrom == FromCompletion && completedAt is { } at)
            start = day = calendar.DayOf(at);
        if (RecurrenceRule.Parse(task.Recurrence!, out _)?.Next(start, day, series.Number, calendar) is not { } next)
            return null;
        var content = series.Content ?? SeriesContent.Of(task);
        return content.Put(task) with
        {
            CompletedAt = null,
            Completion = null,
            FocusedSeconds = 0,
            DueDate = series.Due.On(next, calendar),
            StartDate = series.Begin?.On(next, calendar),
            ReminderTime = series.Remind?.On(next, calendar).Instant,
            ReminderSettled = null,
            Series = series with { Start = DayText.Write(start), Day = DayText.Write(next), Number = series.Number + 1, Content = null },
        };
    }

    // Of a task that is late the next one may be past as well; its reminder is then over before anybody wanted it.
    private static TaskDocument Settle(TaskDocument task, DateTimeOffset now) =>
        task.PendingReminder <= now ? task with { ReminderSettled = task.ReminderTime } : task;

    private static Outcome<TaskDocument> Begin(TaskDocument task, UserCalendar calendar) =>
        RecurrenceRule.Parse(task.Recurrence!, out _)!.Comes(DayOf(task, calendar))
            ? task with { SeriesId = task.SeriesId ?? task.Id, Series = Plan(task, 1, calendar) }
            : Problem.Invalid("recurrence", "recurrence names days that never come.");

    private static TaskSeries Plan(TaskDocument task, int number, UserCalendar calendar)
    {
        var day = DayOf(task, calendar);
        return new TaskSeries
        {
            Start = DayText.Write(day),
            Day = DayText.Write(day),
            Number = number,
            Due = SeriesMoment.Of(task.DueDate, day, calendar)!,
            Begin = SeriesMoment.Of(task.StartDate, day, calendar),
            Remind = SeriesMoment.Of(task.ReminderTime, day, calendar),
        };
    }

    // Another due date is another day to count from. Otherwise only what was changed just now is another plan, not what had been
    // moved for one task alone.
    private static TaskSeries Replan(TaskDocument task, TaskDocument next, TaskSeries series, UserCalendar calendar)
    {
        if (next.DueDate != task.DueDate)
            return Plan(next, series.Number, calendar);
        var day = DayOf(next, calendar);
        return series with
        {
            Begin = next.StartDate == task.StartDate ? series.Begin : SeriesMoment.Of(next.StartDate, day, calendar),
            Remind = next.ReminderTime == task.ReminderTime ? series.Remind : SeriesMoment.Of(next.ReminderTime, day, calendar),
        };
    }

    // The rest is changed in what was changed just now, and stays what it was in what had been changed for one task alone.
    private static SeriesContent? Rest(TaskDocument task, TaskDocument next, SeriesContent? content)
    {
        if (content is null)
            return null;
        var changed = SeriesContent.Of(next);
        return new SeriesContent(
            next.Title == task.Title ? content.Title : changed.Title,
            next.Description == task.Description ? content.Description : changed.Description,
            next.Priority == task.Priority ? content.Priority : changed.Priority,
            ReferenceEquals(next.Tags, task.Tags) ? content.Tags : changed.Tags,
            ReferenceEquals(next.Steps, task.Steps) ? content.Steps : changed.Steps,
            next.EstimateMinutes == task.EstimateMinutes ? content.EstimateMinutes : changed.EstimateMinutes,
            next.ReminderEnabled == task.ReminderEnabled ? content.ReminderEnabled : changed.ReminderEnabled);
    }

    private static TaskSeries Same(TaskSeries series, SeriesContent kept) =>
        ReferenceEquals(series.Content, kept) ? series : series with { Content = kept };

    private static LocalDate DayOf(TaskDocument task, UserCalendar calendar) =>
        task.DueDate!.Value.Day ?? calendar.LocalTimeOf(task.DueDate.Value.Instant!.Value).Date;
}
