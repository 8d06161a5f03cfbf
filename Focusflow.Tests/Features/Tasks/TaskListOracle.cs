using System.Text;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>Answers a task list by looking at every task, as the contract words it.</summary>
internal static class TaskListOracle
{
    public static bool Matches(TaskDocument task, IReadOnlyDictionary<string, string[]> query, UserCalendar calendar, DateTimeOffset now) =>
        query.All(parameter => Holds(task, parameter.Key, parameter.Value, calendar, now));

    /// <summary>Whether a list is in the order asked for.</summary>
    public static bool InOrder(IReadOnlyList<TaskDocument> tasks, string sort, UserCalendar calendar) =>
        tasks.Zip(tasks.Skip(1)).All(pair => Compare(pair.First, pair.Second, sort, calendar) <= 0);

    private static bool Holds(TaskDocument task, string name, string[] values, UserCalendar calendar, DateTimeOffset now)
    {
        var parts = values.SelectMany(value => value.Split(',')).Select(value => value.Trim()).ToList();
        return name switch
        {
            "completed" => task.Completed == bool.Parse(values[0]),
            "priority" => parts.Contains(task.Priority),
            "tags" or "tags[]" => parts.Any(tag => HasTag(task, tag)),
            "tags_all" => parts.All(tag => HasTag(task, tag)),
            "due_date_range" => InRange(task, values[0], calendar, now),
            "due_from" => task.DueDate is { } due && (values[0].Length == 10 ? DayOf(due, calendar) >= Day(values[0]) : DueAt(due, calendar) >= TaskSamples.At(values[0])),
            "due_to" => task.DueDate is { } due && (values[0].Length == 10 ? DayOf(due, calendar) <= Day(values[0]) : DueAt(due, calendar) <= TaskSamples.At(values[0])),
            "q" => $"{task.Title}\n{task.Description}".Contains(values[0], StringComparison.OrdinalIgnoreCase),
            "sort" => true,
            _ => throw new ArgumentException(name, nameof(name)),
        };
    }

    private static bool InRange(TaskDocument task, string range, UserCalendar calendar, DateTimeOffset now)
    {
        if (task.DueDate is not { } due)
            return range == "none";
        var today = calendar.DayOf(now);
        var day = DayOf(due, calendar);
        return range switch
        {
            "today" => day == today,
            "tomorrow" => day == today.PlusDays(1),
            "upcoming" => day > today,
            "overdue" => !task.Completed && (due.Day is { } all ? calendar.StartOf(all.PlusDays(1)) <= now : due.Instant < now),
            "this_week" => day.PlusDays(1 - (int)day.DayOfWeek) == today.PlusDays(1 - (int)today.DayOfWeek),
            _ => false,
        };
    }

    private static bool HasTag(TaskDocument task, string tag) => task.Tags.Any(own => own.Equals(tag, StringComparison.OrdinalIgnoreCase));

    private static LocalDate DayOf(DayOrInstant due, UserCalendar calendar) => due.Day ?? calendar.DayOf(due.Instant!.Value);

    // A day is over when the next one begins.
    private static DateTimeOffset DueAt(DayOrInstant due, UserCalendar calendar) =>
        due.Instant ?? calendar.StartOf(due.Day!.Value.PlusDays(1));

    private static LocalDate Day(string text) => LocalDate.FromDateTime(DateTime.Parse(text, null));

    private static int Compare(TaskDocument a, TaskDocument b, string sort, UserCalendar calendar)
    {
        var sign = sort.StartsWith('-') ? -1 : 1;
        return sort.TrimStart('-') switch
        {
            "due_date" when a.DueDate is null || b.DueDate is null => (a.DueDate is null).CompareTo(b.DueDate is null),
            "due_date" when a.DueDate.Value.Day is null != b.DueDate.Value.Day is null && DayOf(a.DueDate.Value, calendar) == DayOf(b.DueDate.Value, calendar) =>
                sign * (a.DueDate.Value.Day is null ? -1 : 1), // of a day, what is due at a time comes before what is due all day
            "due_date" => sign * (DayOf(a.DueDate.Value, calendar), DueAt(a.DueDate.Value, calendar)).CompareTo((DayOf(b.DueDate.Value, calendar), DueAt(b.DueDate.Value, calendar))),
            "priority" => sign * Importance(b).CompareTo(Importance(a)),
            "created_at" => sign * a.CreatedAt.CompareTo(b.CreatedAt),
            "updated_at" => sign * a.UpdatedAt.CompareTo(b.UpdatedAt),
            "title" => sign * CompareTitles(a.Title, b.Title),
            _ => throw new ArgumentException(sort, nameof(sort)),
        };
    }

    private static int Importance(TaskDocument task) => Array.IndexOf(["low", "medium", "high"], task.Priority);

    // By the letters; what is spelled without capitals and accents comes first among equals.
    private static int CompareTitles(string a, string b)
    {
        var letters = Bytes(Letters(a)).AsSpan().SequenceCompareTo(Bytes(Letters(b)));
        return letters != 0 ? letters
            : (a != Letters(a)).CompareTo(b != Letters(b)) is var spelled and not 0 ? spelled
            : Bytes(a).AsSpan().SequenceCompareTo(Bytes(b));
    }

    // The only accent among the words of random tasks.
    private static string Letters(string title) => title.ToLowerInvariant().Replace('ä', 'a');

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
