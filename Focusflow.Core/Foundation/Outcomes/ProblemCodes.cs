using System.Collections.Frozen;
using System.Reflection;

namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>
/// The catalogue: every problem that leaves this service, in the order of their statuses. The API's description lists it, and a
/// name that has once been given stays.
/// </summary>
public static class ProblemCodes
{
    /// <summary>Malformed request.</summary>
    public static ProblemCode MalformedRequest { get; } = new(
        "malformed_request", ProblemKind.Malformed, "Malformed request", "The request was not framed or encoded as HTTP demands, or its body is missing.");

    /// <summary>Malformed JSON.</summary>
    public static ProblemCode MalformedJson { get; } = new(
        "malformed_json", ProblemKind.Malformed, "Malformed JSON", "The body is not well-formed JSON in UTF-8, names a field twice or is nested too deeply.");

    /// <summary>Invalid cursor.</summary>
    public static ProblemCode InvalidCursor { get; } = new(
        "invalid_cursor", ProblemKind.Malformed, "Invalid cursor", "The cursor is not one that this list gave. Take it from the Link header, unchanged, or begin with the first page.");

    /// <summary>Invalid Idempotency-Key.</summary>
    public static ProblemCode InvalidIdempotencyKey { get; } = new(
        "invalid_idempotency_key", ProblemKind.Malformed, "Invalid Idempotency-Key", "The Idempotency-Key is not one value of 1 to 255 visible ASCII characters.");

    /// <summary>Unknown challenge.</summary>
    public static ProblemCode ChallengeUnknown { get; } = new(
        "challenge_unknown", ProblemKind.Malformed, "Unknown challenge", "There is no challenge with this id.");

    /// <summary>Challenge joined already.</summary>
    public static ProblemCode ChallengeAlreadyJoined { get; } = new(
        "challenge_already_joined", ProblemKind.Malformed, "Challenge joined already", "The user takes part in this challenge already.");

    /// <summary>Challenge not joined.</summary>
    public static ProblemCode ChallengeNotJoined { get; } = new(
        "challenge_not_joined", ProblemKind.Malformed, "Challenge not joined", "The user does not take part in this challenge.");

    /// <summary>Challenge completed.</summary>
    public static ProblemCode ChallengeCompleted { get; } = new(
        "challenge_completed", ProblemKind.Malformed, "Challenge completed", "The user has completed this challenge this week; it can be joined again next week.");

    /// <summary>No access token.</summary>
    public static ProblemCode Unauthorized { get; } = new(
        "unauthorized", ProblemKind.Unauthenticated, "No access token", "No access token was sent. Sign in, and send it as Authorization: Bearer.");

    /// <summary>Access token not valid.</summary>
    public static ProblemCode TokenInvalid { get; } = new(
        "token_invalid", ProblemKind.Unauthenticated, "Access token not valid", "The access token is not one of this service or has expired. Refresh it, or sign in again.");

    /// <summary>Signed out.</summary>
    public static ProblemCode SessionEnded { get; } = new(
        "session_ended", ProblemKind.Unauthenticated, "Signed out", "The session of this access token was ended. Sign in again.");

    /// <summary>Wrong credentials.</summary>
    public static ProblemCode CredentialsWrong { get; } = new(
        "credentials_wrong", ProblemKind.Unauthenticated, "Wrong credentials", "The e-mail address or the password is wrong; which of them is not told.");

    /// <summary>Refresh token not valid.</summary>
    public static ProblemCode RefreshTokenInvalid { get; } = new(
        "refresh_token_invalid", ProblemKind.Unauthenticated, "Refresh token not valid", "The refresh token is not one of this service or has expired. Sign in again.");

    /// <summary>Refresh token used twice.</summary>
    public static ProblemCode RefreshTokenReused { get; } = new(
        "refresh_token_reused", ProblemKind.Unauthenticated, "Refresh token used twice", "The refresh token was used before, so its whole session was ended. Sign in again.");

    /// <summary>Account being deleted.</summary>
    public static ProblemCode AccountBeingDeleted { get; } = new(
        "account_being_deleted", ProblemKind.Unauthenticated, "Account being deleted", "The account is being deleted.");

    /// <summary>Account not active.</summary>
    public static ProblemCode AccountInactive { get; } = new(
        "account_inactive", ProblemKind.Forbidden, "Account not active", "The account is not active.");

    /// <summary>Not found.</summary>
    public static ProblemCode NotFound { get; } = new(
        "not_found", ProblemKind.NotFound, "Not found", "There is nothing with this address or id, or it is somebody else's.");

    /// <summary>Link no longer good.</summary>
    public static ProblemCode LinkExpired { get; } = new(
        "link_expired", ProblemKind.NotFound, "Link no longer good", "The link of a mail was used, has expired or is not one of this service.");

    /// <summary>Focus session open already.</summary>
    public static ProblemCode SessionAlreadyOpen { get; } = new(
        "session_already_open", ProblemKind.Conflict, "Focus session open already", "A focus session is active or paused; only one may be. Complete or stop it first.");

    /// <summary>Focus session ended already.</summary>
    public static ProblemCode SessionAlreadyEnded { get; } = new(
        "session_already_ended", ProblemKind.Conflict, "Focus session ended already", "The focus session has been completed or stopped otherwise than asked for.");

    /// <summary>Focus session paused already.</summary>
    public static ProblemCode SessionAlreadyPaused { get; } = new(
        "session_already_paused", ProblemKind.Conflict, "Focus session paused already", "The focus session is paused already.");

    /// <summary>Focus session not paused.</summary>
    public static ProblemCode SessionNotPaused { get; } = new(
        "session_not_paused", ProblemKind.Conflict, "Focus session not paused", "The focus session is running, so that it cannot be resumed.");

    /// <summary>Focus session paused too often.</summary>
    public static ProblemCode SessionPausedTooOften { get; } = new(
        "session_paused_too_often", ProblemKind.Conflict, "Focus session paused too often", "The focus session has been paused as often as one may be. Complete or stop it.");

    /// <summary>Focus session still open.</summary>
    public static ProblemCode SessionStillOpen { get; } = new(
        "session_still_open", ProblemKind.Conflict, "Focus session still open", "The focus session is active or paused; only ended ones can be deleted.");

    /// <summary>Task does not repeat.</summary>
    public static ProblemCode TaskNotRecurring { get; } = new(
        "task_not_recurring", ProblemKind.Conflict, "Task does not repeat", "The task has no recurrence, so that there is nothing to skip to or to come after it.");

    /// <summary>Series has gone on.</summary>
    public static ProblemCode SeriesGoneOn { get; } = new(
        "series_gone_on", ProblemKind.Conflict, "Series has gone on", "The task was completed and another one has come after it. Change the open task of the series.");

    /// <summary>Series ended.</summary>
    public static ProblemCode SeriesEnded { get; } = new(
        "series_ended", ProblemKind.Conflict, "Series ended", "The task is the last of its series or is completed, so that it cannot be skipped.");

    /// <summary>Clocked in already.</summary>
    public static ProblemCode AlreadyClockedIn { get; } = new(
        "already_clocked_in", ProblemKind.Conflict, "Clocked in already", "A work log is open; only one may be. Clock out first.");

    /// <summary>Not clocked in.</summary>
    public static ProblemCode NotClockedIn { get; } = new(
        "not_clocked_in", ProblemKind.Conflict, "Not clocked in", "There is no open work log. Clock in first.");

    /// <summary>On a break already.</summary>
    public static ProblemCode AlreadyOnBreak { get; } = new(
        "already_on_break", ProblemKind.Conflict, "On a break already", "A break of the work log is open. End it first.");

    /// <summary>Not on a break.</summary>
    public static ProblemCode NotOnBreak { get; } = new(
        "not_on_break", ProblemKind.Conflict, "Not on a break", "No break of the work log is open.");

    /// <summary>E-mail address taken.</summary>
    public static ProblemCode EmailTaken { get; } = new(
        "email_taken", ProblemKind.Conflict, "E-mail address taken", "An account with this e-mail address exists already.");

    /// <summary>Username taken.</summary>
    public static ProblemCode UsernameTaken { get; } = new(
        "username_taken", ProblemKind.Conflict, "Username taken", "Another account has this username.");

    /// <summary>Account without a password.</summary>
    public static ProblemCode NoPassword { get; } = new(
        "no_password", ProblemKind.Conflict, "Account without a password", "The account signs in with another service and has no password here.");

    /// <summary>Password changed meanwhile.</summary>
    public static ProblemCode PasswordChangedMeanwhile { get; } = new(
        "password_changed_meanwhile", ProblemKind.Conflict, "Password changed meanwhile", "The password was changed by another request in the same moment. Sign in again.");

    /// <summary>Too many webhooks.</summary>
    public static ProblemCode WebhookLimitReached { get; } = new(
        "webhook_limit_reached", ProblemKind.Conflict, "Too many webhooks", "The user has as many webhooks as one may have. Delete one first.");

    /// <summary>Too many push subscriptions.</summary>
    public static ProblemCode PushSubscriptionLimitReached { get; } = new(
        "push_subscription_limit_reached", ProblemKind.Conflict, "Too many push subscriptions", "The user has as many browsers subscribed as one may have. End one of the subscriptions.");

    /// <summary>First request still running.</summary>
    public static ProblemCode RequestInProgress { get; } = new(
        "request_in_progress", ProblemKind.Conflict, "First request still running", "The first request with this Idempotency-Key is still running. Send it again after Retry-After.");

    /// <summary>Session of the first request ended.</summary>
    public static ProblemCode IdempotentSessionEnded { get; } = new(
        "idempotent_session_ended", ProblemKind.Conflict, "Session of the first request ended", "The session that the first request with this Idempotency-Key began has ended. Sign in again, with a new key.");

    /// <summary>First answer unreadable.</summary>
    public static ProblemCode IdempotentAnswerLost { get; } = new(
        "idempotent_answer_lost", ProblemKind.Conflict, "First answer unreadable", "The request with this Idempotency-Key was carried out, but its answer cannot be read any more.");

    /// <summary>Too many changes at once.</summary>
    public static ProblemCode Contention { get; } = new(
        "contention", ProblemKind.Conflict, "Too many changes at once", "Others kept changing the same thing until the retries were used up. Send it again in a moment.");

    /// <summary>Another version.</summary>
    public static ProblemCode VersionStale { get; } = new(
        "version_stale", ProblemKind.PreconditionFailed, "Another version", "The resource is not, or no longer, of the version that If-Match or If-None-Match asks for. Read it again and repeat the change.");

    /// <summary>Body too large.</summary>
    public static ProblemCode BodyTooLarge { get; } = new(
        "body_too_large", ProblemKind.TooLarge, "Body too large", "The body has more bytes than are accepted.");

    /// <summary>Unsupported media type.</summary>
    public static ProblemCode UnsupportedMediaType { get; } = new(
        "unsupported_media_type", ProblemKind.UnsupportedMediaType, "Unsupported media type", "The body must be JSON in UTF-8, sent as application/json.");

    /// <summary>Unsupported content encoding.</summary>
    public static ProblemCode UnsupportedContentEncoding { get; } = new(
        "unsupported_content_encoding", ProblemKind.UnsupportedMediaType, "Unsupported content encoding", "The body is compressed or otherwise encoded. Send it as it is.");

    /// <summary>Invalid fields.</summary>
    public static ProblemCode ValidationFailed { get; } = new(
        "validation_failed", ProblemKind.Invalid, "Invalid fields", "Fields or parameters are missing or wrong; errors tells which and why.");

    /// <summary>Code wrong or no longer good.</summary>
    public static ProblemCode VerificationCodeWrong { get; } = new(
        "verification_code_wrong", ProblemKind.Invalid, "Code wrong or no longer good", "The code of a mail is wrong, was used, has expired, was tried too often or was replaced by a later one. Ask for a new one.");

    /// <summary>Quota exceeded.</summary>
    public static ProblemCode QuotaExceeded { get; } = new(
        "quota_exceeded", ProblemKind.Invalid, "Quota exceeded", "The user keeps as many of something as may be kept. Delete some to make room.");

    /// <summary>Idempotency-Key of another request.</summary>
    public static ProblemCode IdempotencyKeyReused { get; } = new(
        "idempotency_key_reused", ProblemKind.Invalid, "Idempotency-Key of another request", "This Idempotency-Key was used for another request. Take a new key for a new request.");

    /// <summary>Too many requests.</summary>
    public static ProblemCode RateLimited { get; } = new(
        "rate_limited", ProblemKind.TooManyRequests, "Too many requests", "More requests than are accepted in a while. Wait for Retry-After.");

    /// <summary>Signing in is locked.</summary>
    public static ProblemCode SignInLocked { get; } = new(
        "sign_in_locked", ProblemKind.TooManyRequests, "Signing in is locked", "Signing in failed too often. Wait for Retry-After.");

    /// <summary>Too many codes asked for.</summary>
    public static ProblemCode TooManyCodes { get; } = new(
        "too_many_codes", ProblemKind.TooManyRequests, "Too many codes asked for", "More codes were asked for under an address than are mailed in an hour. The last one is still good for its ten minutes.");

    /// <summary>Too many streams.</summary>
    public static ProblemCode TooManyStreams { get; } = new(
        "too_many_streams", ProblemKind.TooManyRequests, "Too many streams", "The user has as many streams open as one may have. Close one first.");

    /// <summary>A fault of this service.</summary>
    public static ProblemCode InternalError { get; } = new(
        "internal_error", ProblemKind.Failed, "A fault of this service", "Something went wrong here, and was logged. Whether the request was carried out is not known.");

    /// <summary>Data out of reach.</summary>
    public static ProblemCode StoreUnavailable { get; } = new(
        "store_unavailable", ProblemKind.Unavailable, "Data out of reach", "The service cannot reach its data. Nothing was changed; send it again after Retry-After.");

    /// <summary>Outcome unknown.</summary>
    public static ProblemCode OutcomeUnknown { get; } = new(
        "outcome_unknown", ProblemKind.Unavailable, "Outcome unknown", "It is not known whether the request was carried out. Look, or send it again with the same Idempotency-Key.");

    /// <summary>Too much to do.</summary>
    public static ProblemCode Overloaded { get; } = new(
        "overloaded", ProblemKind.Unavailable, "Too much to do", "More is asked at once than this instance can do. Send it again after Retry-After.");

    /// <summary>Sign-in service out of reach.</summary>
    public static ProblemCode IssuerUnavailable { get; } = new(
        "issuer_unavailable", ProblemKind.Unavailable, "Sign-in service out of reach", "The external sign-in service cannot be asked. Send it again after Retry-After.");

    /// <summary>No mail is sent.</summary>
    public static ProblemCode MailUnavailable { get; } = new(
        "mail_unavailable", ProblemKind.Unavailable, "No mail is sent", "No mail server is configured here, so nothing can be done that needs a mail.");

    /// <summary>No pushes are sent.</summary>
    public static ProblemCode PushUnavailable { get; } = new(
        "push_unavailable", ProblemKind.Unavailable, "No pushes are sent", "The service has no key for pushes, so no browser can be subscribed.");

    /// <summary>All of them, in this order.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
        [.. typeof(ProblemCodes).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(ProblemCode))
            .Select(property => (ProblemCode)property.GetValue(null)!)];

    /// <summary>By their names.</summary>
    public static FrozenDictionary<string, ProblemCode> ByName { get; } = All.ToFrozenDictionary(code => code.Name, StringComparer.Ordinal);
}
