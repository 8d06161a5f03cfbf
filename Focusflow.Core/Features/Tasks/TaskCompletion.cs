using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Features.Tasks;

/// <summary>What there is to say about a task's completion, as it was at that moment; whatever changes later, it stays.</summary>
/// <param name="Day">The user's day, <c>yyyy-MM-dd</c>.</param>
/// <param name="OnTime">Whether it was by the time it was due; null without a due date.</param>
/// <param name="EstimateMinutes">What had been estimated, if anything.</param>
/// <param name="FocusedSeconds">What had been spent.</param>
public sealed record TaskCompletion(
    string Day,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? OnTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimateMinutes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long FocusedSeconds)
{
    /// <summary>Whether the task that came after it tells of it (<see cref="TaskDocument.Before"/>), so that nothing else has to be written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Told { get; init; }

    /// <summary>That of a task; null while it is open.</summary>
    public static TaskCompletion? Of(TaskDocument task, UserCalendar calendar) => task.CompletedAt is not { } at ? null : new TaskCompletion(
        DayText.Write(calendar.DayOf(at)), task.DueDate is { } due ? at <= due.EndIn(calendar) : null, task.EstimateMinutes, task.FocusedSeconds);
}
