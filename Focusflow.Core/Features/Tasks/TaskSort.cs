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
        ["-due_date"] = new("dueLast", Descending: true),
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
}
