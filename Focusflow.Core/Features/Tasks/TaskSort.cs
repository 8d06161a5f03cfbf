using System.Text;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The orders of a task list; a <c>-</c> in front turns it round. By priority the high ones come first; by due date
/// those without one come last, either way.
/// </summary>
public static class TaskSort
{
    /// <summary>The newest first.</summary>
    public const string Default = "-created_at";

    private static readonly Dictionary<string, DocumentSort> Sorts = new(StringComparer.Ordinal)
    {
        ["due_date"] = new("dueFirst"),
        ["-due_date"] = new("dueFirst", Descending: true),
        ["priority"] = new("priorityRank"),
        ["-priority"] = new("priorityRank", Descending: true),
        ["created_at"] = new("createdAt"),
        ["-created_at"] = new("createdAt", Descending: true),
        ["updated_at"] = new("updatedAt"),
        ["-updated_at"] = new("updatedAt", Descending: true),
        ["title"] = new("titleKey"),
        ["-title"] = new("titleKey", Descending: true),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Sorts.Keys];

    /// <summary>The sort key of a name.</summary>
    public static DocumentSort ToDocumentSort(string name) => Sorts[name];

    /// <summary>Whether a name sorts by due date.</summary>
    public static bool IsByDue(string name) => name is "due_date" or "-due_date";

    /// <summary>
    /// The order of two tasks under a name, in the calendar of the user: a day comes after all instants in it. Equal ones are
    /// 0, but for one due on a day and one due at the instant that ends it: the day is the earlier.
    /// </summary>
    public static int Compare(string name, TaskDocument one, TaskDocument other, UserCalendar calendar)
    {
        var order = name.TrimStart('-') switch
        {
            "due_date" when one.DueDate is null || other.DueDate is null => (one.DueDate is null).CompareTo(other.DueDate is null) * Sign(name),
            "due_date" => (one.DueDate.Value.EndIn(calendar), one.DueDate.Value.Day is null).CompareTo((other.DueDate.Value.EndIn(calendar), other.DueDate.Value.Day is null)),
            "priority" => one.PriorityRank.CompareTo(other.PriorityRank),
            "created_at" => one.CreatedAt.CompareTo(other.CreatedAt),
            "updated_at" => one.UpdatedAt.CompareTo(other.UpdatedAt),
            _ => Encoding.UTF8.GetBytes(one.TitleKey).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.TitleKey)),
        };
        return order * Sign(name);
    }

    private static int Sign(string name) => name[0] == '-' ? -1 : 1;
}
