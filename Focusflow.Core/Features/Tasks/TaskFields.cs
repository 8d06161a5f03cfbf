using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The fields of a task that a client sent. Those absent stay as they are (or get their default when the task is made);
/// those sent as null are cleared.
/// </summary>
public sealed record TaskFields
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 255;

    /// <summary>The longest description, in characters.</summary>
    public const int MaxDescription = 10_000;

    /// <summary>The longest estimate, in minutes.</summary>
    public const int MaxEstimate = 6000;

    /// <summary>The title; never null.</summary>
    public Change<string> Title { get; init; }

    /// <summary>The description.</summary>
    public Change<string> Description { get; init; }

    /// <summary>When the user plans to start.</summary>
    public Change<DayOrInstant?> StartDate { get; init; }

    /// <summary>When it is due.</summary>
    public Change<DayOrInstant?> DueDate { get; init; }

    /// <summary>Whether it is done; never null.</summary>
    public Change<bool?> Completed { get; init; }

    /// <summary>The priority; never null.</summary>
    public Change<string> Priority { get; init; }

    /// <summary>The tags; never null.</summary>
    public Change<IReadOnlyList<string>> Tags { get; init; }

    /// <summary>The checklist; never null.</summary>
    public Change<IReadOnlyList<SentStep>> Steps { get; init; }

    /// <summary>How long the user thinks that it takes, in minutes.</summary>
    public Change<int?> EstimateMinutes { get; init; }

    /// <summary>How it comes again.</summary>
    public Change<string> Recurrence { get; init; }

    /// <summary>What the next one is counted from; never null.</summary>
    public Change<string> RecurrenceFrom { get; init; }

    /// <summary>Whether a reminder is wanted; never null.</summary>
    public Change<bool?> ReminderEnabled { get; init; }

    /// <summary>When to remind, in whole milliseconds.</summary>
    public Change<DateTimeOffset?> ReminderTime { get; init; }

    /// <summary>
    /// Reads a new task: title is required, null means the default, and <c>completed</c> is not looked at, because a
    /// task starts open.
    /// </summary>
    public static Outcome<TaskFields> ReadNew(JsonElement body, UserCalendar calendar)
    {
        var fields = new FieldReader(body, calendar);
        var read = Read(fields, fields.Require("title", ReadTitle(fields)), calendar, isNew: true);
        return fields.Problem is { } problem ? problem : read;
    }

    /// <summary>Reads a change: every field may be absent.</summary>
    public static Outcome<TaskFields> ReadChange(JsonElement body, UserCalendar calendar)
    {
        var fields = new FieldReader(body, calendar);
        var read = Read(fields, ReadTitle(fields), calendar, isNew: false) with { Completed = fields.Flag("completed") };
        return fields.Problem is { } problem ? problem : read;
    }

    private static Change<string> ReadTitle(FieldReader fields)
    {
        var title = fields.Text("title", MaxTitle, min: 1, trim: true, nullable: false);
        if (title is { IsSet: true, Value: { Length: > 0 } text } && VisibleText.IsBlank(text))
            fields.Fail("title", "title must hold something to be seen.");
        return title;
    }

    private static TaskFields Read(FieldReader fields, Change<string> title, UserCalendar calendar, bool isNew) => new()
    {
        Title = title,
        Description = fields.Text("description", MaxDescription),
        StartDate = fields.DayOrInstant("start_date"),
        DueDate = fields.DayOrInstant("due_date"),
        Priority = fields.Choice("priority", TaskPriority.All, nullable: isNew),
        Tags = Tag.Read(fields),
        Steps = Checklist.Read(fields, calendar),
        EstimateMinutes = fields.WholeNumber("estimate_minutes", 1, MaxEstimate, nullable: true),
        Recurrence = ReadRecurrence(fields),
        RecurrenceFrom = fields.Choice("recurrence_from", Repetition.Sources, nullable: isNew),
        ReminderEnabled = fields.Flag("reminder_enabled", nullable: isNew),
        ReminderTime = WholeMilliseconds(fields.Timestamp("reminder_time")),
    };

    private static Change<string> ReadRecurrence(FieldReader fields)
    {
        var sent = fields.Text("recurrence", RecurrenceRule.MaxLength);
        if (sent is not { IsSet: true, Value: { } text })
            return sent;
        if (RecurrenceRule.Parse(text, out var complaint) is { } rule)
            return rule.Text;
        fields.Fail("recurrence", complaint);
        return default;
    }

    // What a browser can hold and send back unchanged; otherwise an untouched reminder would look like a new one.
    private static Change<DateTimeOffset?> WholeMilliseconds(Change<DateTimeOffset?> change) =>
        change is { IsSet: true, Value: { } time }
            ? new Change<DateTimeOffset?>(time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMillisecond)))
            : change;
}
