using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// Where a task stands in its series, and what the next one is made from. All of it is in the task, so that completing one needs
/// no other document.
/// </summary>
public sealed record TaskSeries
{
    /// <summary>The day that the rule's intervals are counted from, <c>yyyy-MM-dd</c>.</summary>
    public required string Start { get; init; }

    /// <summary>The day this one was planned for by the rule, whatever it was moved to.</summary>
    public required string Day { get; init; }

    /// <summary>Which one of the series it is, from 1 on; what COUNT counts.</summary>
    public required int Number { get; init; }

    /// <summary>When those of the series are due.</summary>
    public required SeriesMoment Due { get; init; }

    /// <summary>When those of the series start, if they do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeriesMoment? Begin { get; init; }

    /// <summary>When to remind of those of the series, if a reminder time was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeriesMoment? Remind { get; init; }

    /// <summary>What the others of the series are like; null while this one is like them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeriesContent? Content { get; init; }

    /// <summary>Whether another one has come after this one; then never a second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Followed { get; init; }
}

/// <summary>A moment relative to the day of a task: by the clock on the wall, so that 09:00 stays 09:00 when clocks are turned.</summary>
/// <param name="Days">How many days after the day of the task; negative before it.</param>
/// <param name="Time">The local time, such as <c>09:00:00</c>; null for the whole day.</param>
public sealed record SeriesMoment(int Days, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Time)
{
    /// <summary>The moment of a time, seen from a day.</summary>
    public static SeriesMoment? Of(DayOrInstant? time, LocalDate day, UserCalendar calendar)
    {
        if (time is not { } known)
            return null;
        if (known.Day is { } whole)
            return new SeriesMoment(Period.DaysBetween(day, whole), null);
        var local = calendar.LocalTimeOf(known.Instant!.Value);
        return new SeriesMoment(Period.DaysBetween(day, local.Date), LocalTimePattern.ExtendedIso.Format(local.TimeOfDay));
    }

    /// <summary>The time of the moment, seen from a day.</summary>
    public DayOrInstant On(LocalDate day, UserCalendar calendar) => Time is null
        ? day.PlusDays(Days)
        : calendar.At(day.PlusDays(Days).At(LocalTimePattern.ExtendedIso.Parse(Time).Value));
}

/// <summary>What the tasks of a series have in common.</summary>
/// <param name="Title">Their title.</param>
/// <param name="Description">Their description, or null.</param>
/// <param name="Priority">Their priority.</param>
/// <param name="Tags">Their tags.</param>
/// <param name="Steps">Their steps, all open.</param>
/// <param name="EstimateMinutes">Their estimate, or null.</param>
/// <param name="ReminderEnabled">Whether they remind.</param>
public sealed record SeriesContent(
    string Title,
    string? Description,
    string Priority,
    IReadOnlyList<string> Tags,
    IReadOnlyList<TaskStep> Steps,
    int? EstimateMinutes,
    bool ReminderEnabled)
{
    /// <summary>What a task is like.</summary>
    public static SeriesContent Of(TaskDocument task) => new(
        task.Title,
        task.Description,
        task.Priority,
        task.Tags,
        task.Progress is { Completed: > 0 } ? [.. task.Steps.Select(step => step with { Completed = false })] : task.Steps,
        task.EstimateMinutes,
        task.ReminderEnabled);

    /// <summary>A task that is like this.</summary>
    public TaskDocument Put(TaskDocument task) => task with
    {
        Title = Title,
        Description = Description,
        Priority = Priority,
        Tags = Tags,
        Steps = Steps,
        EstimateMinutes = EstimateMinutes,
        ReminderEnabled = ReminderEnabled,
    };

    /// <summary>Whether another task is like this, but for what was done of it.</summary>
    public bool IsLike(TaskDocument task)
    {
        var other = Of(task);
        return this with { Tags = other.Tags, Steps = other.Steps } == other
            && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal)
            && Steps.SequenceEqual(other.Steps);
    }
}
