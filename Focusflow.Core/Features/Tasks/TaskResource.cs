using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>A task as clients see it.</summary>
/// <param name="Document">The stored task.</param>
/// <param name="Calendar">The user's calendar, which says when the day is over that a task is due on.</param>
[JsonConverter(typeof(ViewedDocumentConverter<TaskResource>))]
public readonly record struct TaskResource(StoredDocument Document, UserCalendar Calendar) : IViewedDocument<TaskResource>
{
    /// <inheritdoc/>
    public static JsonTypeInfo StoredType => TaskDocument.JsonType;

    /// <inheritdoc/>
    public static DocumentView View { get; } = new(
        new("id", "id"),
        new("title", "title"),
        new("description", "description"),
        new("startDate", "start_date", IsInstant: true),
        new("dueDate", "due_date", IsInstant: true),
        new("dueDate", "due_at", IsInstant: true, AtDayEnd: true),
        new("completed", "completed"),
        new("completedAt", "completed_at", IsInstant: true),
        new("priority", "priority"),
        new("tags", "tags"),
        new("steps", "steps", Absent: "[]"),
        new("progress", "progress"),
        new("estimateMinutes", "estimate_minutes"),
        new("focusedSeconds", "focused_seconds", Absent: "0"),
        new("recurrence", "recurrence"),
        new("recurrenceFrom", "recurrence_from", Absent: $"\"{Repetition.FromDue}\""),
        new("seriesId", "series_id"),
        new("reminderEnabled", "reminder_enabled"),
        new("reminderTime", "reminder_time", IsInstant: true),
        new("createdAt", "created_at", IsInstant: true),
        new("updatedAt", "updated_at", IsInstant: true));
}

/// <summary>One page of tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="NextCursor">Asks for the next page, or null when this was the last.</param>
public sealed record TaskPage(TaskResource[] Tasks, string? NextCursor);

/// <summary>How tasks are answered.</summary>
[JsonSerializable(typeof(TaskResource))]
[JsonSerializable(typeof(TaskResource[]))]
public sealed partial class TaskJson : JsonSerializerContext;
