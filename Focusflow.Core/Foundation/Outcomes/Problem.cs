namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>An expected refusal, as a value.</summary>
/// <param name="Code">Which problem, from the catalogue (<see cref="ProblemCodes"/>).</param>
/// <param name="Detail">A sentence a person can read; clients show it.</param>
public sealed record Problem(ProblemCode Code, string Detail)
{
    /// <summary>The class of problem.</summary>
    public ProblemKind Kind => Code.Kind;

    /// <summary>With <see cref="ProblemKind.Invalid"/>: messages by field name as sent (snake_case).</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>404 for a thing by its name, such as <c>Task</c>: "Task not found."</summary>
    public static Problem NotFound(string thing) => new(ProblemCodes.NotFound, $"{thing} not found.");

    /// <summary>400: a cursor that the list did not give.</summary>
    public static Problem InvalidCursor { get; } = new(ProblemCodes.InvalidCursor, "The cursor is not one that this list gave.");

    /// <summary>412: the resource has changed since it was read.</summary>
    public static Problem Stale { get; } =
        new(ProblemCodes.VersionStale, "It has changed since you read it. Read it again and repeat your change.");

    /// <summary>409: others kept changing the same thing until the retries were used up.</summary>
    public static Problem Contention { get; } =
        new(ProblemCodes.Contention, "Others are changing the same thing right now. Try again in a moment.");

    /// <summary>422 for one field.</summary>
    public static Problem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>422 for several fields.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemCodes.ValidationFailed, string.Join(' ', errors.SelectMany(field => field.Value).Distinct(StringComparer.Ordinal))) { Errors = errors };
}
