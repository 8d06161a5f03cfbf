namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>Why something was refused, roughly. Each kind is one HTTP status (RFC 9457 problem details).</summary>
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

    /// <summary>500: a fault of ours.</summary>
    Failed = 500,

    /// <summary>503: the store cannot answer now; see <see cref="Problem.RetryAfter"/>.</summary>
    Unavailable = 503,
}
