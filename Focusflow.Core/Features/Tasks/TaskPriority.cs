namespace Focusflow.Core.Features.Tasks;

/// <summary>How important a task is.</summary>
public static class TaskPriority
{
    /// <summary>The priority of a task that names none.</summary>
    public const string Default = "medium";

    /// <summary>All priorities, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = ["low", "medium", "high"];

    /// <summary>The place in a list sorted by priority: 0 for high.</summary>
    public static int Rank(string priority) => priority switch
    {
        "high" => 0,
        "medium" => 1,
        _ => 2,
    };
}
