namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>Why something was refused. Each kind is one HTTP status (RFC 9457 problem details).</summary>
public enum ProblemKind
{
    /// <summary>400: the request cannot be understood, or a rule that the frontend expects as 400.</summary>
    Malformed = 400,

    /// <summary>401: no valid token or credentials.</summary>
    Unauthenticated = 401,

    /// <summary>403: known, but not allowed.</summary>
    Forbidden = 403,

    /// <summary>404: not there, or somebody else's.</summary>
    NotFound = 404,

    /// <summary>409: it does not fit what is stored.</summary>
    Conflict = 409,

    /// <summary>412: If-Match named another version.</summary>
    PreconditionFailed = 412,

    /// <summary>413: the body is too large.</summary>
    TooLarge = 413,

    /// <summary>415: the body is not JSON.</summary>
    UnsupportedMediaType = 415,

    /// <summary>422: well-formed, but fields are wrong; see <see cref="Problem.Errors"/>.</summary>
    Invalid = 422,

    /// <summary>429: too many requests; see <see cref="Problem.RetryAfter"/>.</summary>
    TooManyRequests = 429,

    /// <summary>503: the store cannot answer now; see <see cref="Problem.RetryAfter"/>.</summary>
    Unavailable = 503,
}

/// <summary>An expected refusal, as a value.</summary>
/// <param name="Kind">The class of problem.</param>
/// <param name="Detail">A sentence a person can read; clients show it.</param>
public sealed record Problem(ProblemKind Kind, string Detail)
{
    /// <summary>With <see cref="ProblemKind.Invalid"/>: messages by field name as sent (snake_case).</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>404 for a thing by its name, such as <c>Task</c>: "Task not found."</summary>
    public static Problem NotFound(string thing) => new(ProblemKind.NotFound, $"{thing} not found.");

    /// <summary>409 with a sentence.</summary>
    public static Problem Conflict(string detail) => new(ProblemKind.Conflict, detail);

    /// <summary>400 with a sentence.</summary>
    public static Problem Malformed(string detail) => new(ProblemKind.Malformed, detail);

    /// <summary>400: a cursor that the list did not give.</summary>
    public static Problem InvalidCursor { get; } = new(ProblemKind.Malformed, "The cursor is not one that this list gave.");

    /// <summary>412: the resource has changed since it was read.</summary>
    public static Problem Stale { get; } =
        new(ProblemKind.PreconditionFailed, "It has changed since you read it. Read it again and repeat your change.");

    /// <summary>409: others kept changing the same thing until the retries were used up.</summary>
    public static Problem Contention { get; } =
        new(ProblemKind.Conflict, "Others are changing the same thing right now. Try again in a moment.");

    /// <summary>422 for one field.</summary>
    public static Problem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>422 for several fields.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemKind.Invalid, string.Join(' ', errors.SelectMany(field => field.Value).Distinct(StringComparer.Ordinal))) { Errors = errors };
}
