using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>A task as stored. What clients see stands first, in their order; the keys that queries use come after it.</summary>
public sealed record TaskDocument : UserDocument, IDocument<TaskDocument>
{
    /// <inheritdoc/>
    public static string KindName => "task";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<TaskDocument> JsonType => TaskStorageJson.Default.TaskDocument;

    /// <summary>1-255 characters, trimmed.</summary>
    public required string Title { get; init; }

    /// <summary>Up to 10,000 characters, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When the user plans to start, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DayOrInstant? StartDate { get; init; }

    /// <summary>When it is due, or null; when it was set, not before <see cref="StartDate"/>.</summary>
    public DayOrInstant? DueDate { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool Completed => CompletedAt is not null;

    /// <summary>When it was done, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>One of <see cref="TaskPriority.All"/>.</summary>
    [Words(typeof(TaskPriority))]
    public string Priority { get; init; } = TaskPriority.Default;

    /// <summary>The tags as the user wrote them, no two alike (see <see cref="Tag"/>).</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The checklist, in the order of the user (see <see cref="Checklist"/>).</summary>
    public IReadOnlyList<TaskStep> Steps { get; init; } = [];

    /// <summary>How far the checklist is; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepProgress? Progress => StepProgress.Of(Steps);

    /// <summary>How long the user thinks that it takes, 1 to 6000 minutes, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EstimateMinutes { get; init; }

    /// <summary>The time spent on it, in whole seconds (see <see cref="TaskTime"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long FocusedSeconds { get; init; }

    /// <summary>How it comes again (see <see cref="RecurrenceRule"/>), or null; then there is a <see cref="DueDate"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Recurrence { get; init; }

    /// <summary>What the next one is counted from, one of <see cref="Repetition.Sources"/>; null for the first of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Words(typeof(Repetition), nameof(Repetition.Sources))]
    public string? RecurrenceFrom { get; init; }

    /// <summary>The series that it belongs to, or null; stays when it does not come again any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SeriesId { get; init; }

    /// <summary>Whether a reminder is wanted; then there is a <see cref="ReminderTime"/>.</summary>
    public bool ReminderEnabled { get; init; }

    /// <summary>When to remind, in whole milliseconds, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReminderTime { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user last changed anything.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its place in the series; null when it never was in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskSeries? Series { get; init; }

    /// <summary>What its completion counts for; null while it is open, and of what was completed before that was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskCompletion? Completion { get; init; }

    /// <summary>
    /// The completion of the one before in its series, which made this one in the same transaction. Whoever counts the tasks that were
    /// made counts it as well; so completing one that repeats, with all its text twice, writes no more than the two.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskCompletion? Before { get; init; }

    /// <summary>How often the user has changed it, counted since it was first counted: no two states of it have the same.</summary>
    public int Changes { get; init; }

    /// <summary>The reminder time that is over: it was told, or it passed while nobody wanted it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReminderSettled { get; init; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>When a reminder is still to be made, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? PendingReminder => ReminderEnabled && !Completed && ReminderTime != ReminderSettled ? ReminderTime : null;

    /// <summary>The tags as they are compared.</summary>
    public IReadOnlyList<string> TagKeys => [.. Tags.Select(Tag.Key)];

    /// <summary>The title as it is sorted: letters first, accents and case second.</summary>
    public string TitleKey => TextKeys.ForSorting(Title);

    /// <summary>
    /// Title and description as they are searched; null when they are ASCII, where ignoring case does as well. A task that was
    /// stored before has none, and is found by title and description until it is changed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SearchKey =>
        Ascii.IsValid(Title) && Ascii.IsValid(Description ?? "") ? null : TextKeys.Of($"{Title}\n{Description}");

    /// <summary>The priority as it is sorted: the highest first.</summary>
    public int PriorityRank => TaskPriority.Rank(Priority);

    /// <summary>The due date as it is sorted (see <see cref="DueKey"/>).</summary>
    public string DueFirst => DueDate is { } due ? DueKey.Of(due) : InstantText.Never;

    /// <summary>No agenda of a day before this instant's has it (see <see cref="Agenda"/>).</summary>
    public string AgendaFrom => Agenda.SpanOf(this).From;

    /// <summary>No agenda of a day after this instant's has it.</summary>
    public string AgendaUntil => Agenda.SpanOf(this).Until;

    /// <summary>What the sweeper for forgotten reminders looks for; null when none is to be made, as for most tasks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReminderDue => PendingReminder is { } due ? InstantText.ToSortable(due) : null;
}

/// <summary>How tasks are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter), typeof(StoredDayOrInstantConverter)])]
[JsonSerializable(typeof(TaskDocument))]
[JsonSerializable(typeof(TaskTimes))]
internal sealed partial class TaskStorageJson : JsonSerializerContext;
