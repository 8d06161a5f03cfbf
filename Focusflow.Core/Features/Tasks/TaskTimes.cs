using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>The times of a task: they say which days' agendas it is on, without its texts, which are much more.</summary>
/// <remarks>Its properties can be set, since those that can be only at first are boxed, each, when they are read from JSON.</remarks>
public sealed class TaskTimes
{
    /// <inheritdoc cref="TaskDocument.StartDate"/>
    public DayOrInstant? StartDate { get; set; }

    /// <inheritdoc cref="TaskDocument.DueDate"/>
    public DayOrInstant? DueDate { get; set; }

    /// <inheritdoc cref="TaskDocument.Completed"/>
    public bool Completed => CompletedAt is not null;

    /// <inheritdoc cref="TaskDocument.CompletedAt"/>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <inheritdoc cref="TaskDocument.CreatedAt"/>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc cref="TaskDocument.UpdatedAt"/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Those of a stored task.</summary>
    /// <param name="stored">The task.</param>
    public static TaskTimes Of(StoredDocument stored) => JsonSerializer.Deserialize(stored.Json.Span, TaskStorageJson.Default.TaskTimes)!;
}
