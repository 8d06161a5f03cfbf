using Focusflow.Core.Foundation.Calendar;

namespace Focusflow.Core.Foundation.Input;

/// <summary>Who is asking, as the access token says and the account confirms.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">
/// The session (the family of refresh tokens) the access token came from; empty for a token of an external issuer.
/// </param>
/// <param name="Calendar">The user's zone and day start.</param>
public sealed record Caller(string UserId, string SessionId, UserCalendar Calendar);
