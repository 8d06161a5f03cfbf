using System.Text.Json;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>Names of fields, and what is known of a field by its name alone.</summary>
internal static class FieldNames
{
    // Said here because the code that they come from speaks of something else, or to somebody else. A field of one schema first,
    // then one of that name anywhere.
    private const string Avatar =
        "The picture: an absolute https URL or a path of the site such as `/avatars/avatar-1.png`, of at most 500 characters, or a picture itself (`data:image/png;base64,...`).";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["id"] = "Its id.",
        ["user_id"] = "The user it belongs to.",
        ["created_at"] = "When it was made.",
        ["updated_at"] = "When it was last changed.",
        ["access_token"] = "Goes into `Authorization: Bearer ...`; good for `expires_in` seconds.",
        ["refresh_token"] = "Exchanged for a new pair at `/auth/refresh`; good once.",
        ["token_type"] = "Always `bearer`.",
        ["expires_in"] = "For how many seconds the access token is good.",
        ["preferences"] = "Whatever the client wants kept, at most 20,000 characters of JSON. Keys that are settings are applied as settings, too.",
        ["clock_in_time"] = "When work starts, such as `09:00 AM` or `9:00`; null for not chosen.",
        ["clock_out_time"] = "When work ends, such as `05:30 PM` or `17:30`; null for not chosen.",
        ["avatar_url"] = "The picture, as an absolute URL.",
        ["RegisterRequest.avatar_url"] = "The picture: an absolute https URL or a path of the site such as `/avatars/avatar-1.png`, of at most 500 characters.",
        ["CompleteOnboardingRequest.avatar_url"] = Avatar,
        ["CompleteOnboardingOfAuthRequest.avatar_url"] = Avatar,
        ["UpdateUserRequest.avatar_url"] = $"{Avatar} Null brings back the one that is drawn.",
        ["UpdateAvatarRequest.avatar_url"] = $"{Avatar} Null brings back the one that is drawn.",
        ["timezone"] = "The IANA zone whose days are the user's days, such as `Europe/Berlin`.",
        ["duration_minutes"] = "The running time wanted, in minutes; needed unless pomodoro is true.",
        ["pomodoro"] = "Whether it runs as long as the settings for pomodoros say, in place of a duration.",
        ["task_id"] = "The task it is spent on, or null.",
        ["session_id"] = "Its id.",
        ["session_type"] = "What it is for.",
        ["StartFocusSessionRequest.session_type"] = "What it is for; `focus` when not given.",
        ["ReflectionResponse.shutdown_date"] = "The moment of the day that it stands for.",
        ["SendShutdownReflectionRequest.session_id"] = "The work session that ends with it, by whatever name the client has for it; kept, not checked.",
        ["productivity_rating"] = "How the day was.",
        ["reflection_note"] = "A few words about it, or null.",
        ["SendShutdownReflectionRequest.reflection_note"] = "A few words about it; whoever has set `shutdown_reflection_required` must send some.",
        ["mindful_disconnect_completed"] = "The ticks of the check-list, in its order.",
        ["shutdown_date"] = "A moment of the day that it is for: today or yesterday. Today when not given.",
        ["events"] = "The kinds of notifications it wants; all when there are none.",
        ["AddWebhookRequest.url"] = "Where to: https, and no private address.",
        ["WebhookResource.url"] = "Where to.",
        ["WebhookResource.secret"] = "Signs the messages (Standard Webhooks, `whsec_...`); only in the answer that made it.",
        ["AddPushSubscriptionRequest.endpoint"] = "Where the browser's push service takes pushes: https, and no private address.",
        ["AddPushSubscriptionRequest.keys"] = "What a push is encrypted with.",
        ["AddPushSubscriptionRequest.expirationTime"] = "When the browser ends the subscription, in milliseconds since 1970; null for never.",
        ["p256dh"] = "The browser's public key: an uncompressed point of P-256, 65 bytes in base64url.",
        ["auth"] = "The secret shared with the browser: 16 bytes in base64url.",
        ["disabled_at"] = "When it was switched off because nothing had arrived for a day; null while it is on.",
        ["RegisterRequest.email"] = "The e-mail address; nobody else may have it, in any case of letters.",
        ["RegisterRequest.username"] = "The name that is unique here; made of the e-mail address when not given.",
        ["LoginRequest.email"] = "The e-mail address of the account.",
        ["UpdateUserRequest.email"] = "May be sent back, but not changed.",
        ["DeleteUserRequest.password"] = "The password, of whoever has one.",
        ["DeleteUserRequest.username"] = "The username, of whoever signs in with another service and has no password here.",
        ["new_password"] = "The new password.",
        ["VerifyPasswordRequest.password"] = "The password.",
        ["SendVerificationEmailRequest.email"] = "The address; that of the access token's user when not given.",
        ["ForgotPasswordRequest.email"] = "The address of the account.",
        ["VerifyEmailRequest.email"] = "The address.",
        ["ResetPasswordRequest.email"] = "The address of the account.",
        ["new_email"] = "The address wanted.",
        ["otp"] = "The six digits of the mail, or the token of its link.",
        ["verification_code"] = "The six digits of the mail, or the token of its link.",
        ["current_password"] = "The password so far.",
        ["priority"] = "How important it is.",
        ["CreateTaskRequest.priority"] = "How important it is; `medium` when not given.",
        ["TaskResource.tags"] = "In the order and spelling of the user.",
        ["TaskResource.start_date"] = "When the user plans to start, or null.",
        ["TaskResource.due_date"] = "When it is due, or null.",
        ["TaskResource.reminder_enabled"] = "Whether a reminder is wanted.",
        ["TaskResource.reminder_time"] = "When to remind, or null.",
        ["tags"] = "Short words without commas; the same one again, in whatever case, is dropped. `{\"name\": \"...\"}` is taken for one as well.",
        ["start_date"] = "When the user plans to start: a date (that day of the user), or a timestamp with any offset; without one it is local time.",
        ["due_date"] = "When it is due: a date (that day of the user, wherever the user is), or a timestamp with any offset; without one it is local time.",
        ["due_at"] = "The instant that `due_date` means now: of a date, the end of that day of the user. Null without one.",
        ["series_id"] = "The series that it belongs to, the same for all its tasks; null for a task that does not repeat.",
        ["recurrence"] = "How it comes again: an RRULE (RFC 5545) such as `FREQ=WEEKLY;BYDAY=MO`; null for never.",
        ["recurrence_from"] = "What the next one is counted from.",
        ["estimate_minutes"] = "How long the user thinks that it takes; null for no estimate.",
        ["focused_seconds"] = "The running time of completed focus sessions spent on it.",
        ["progress"] = "How far the checklist is; null without one.",
        ["steps"] = "The checklist. In a change those with an id are kept, those without are new, and those left out are gone.",
        ["reminder_enabled"] = "Whether to remind; needs `reminder_time`.",
        ["reminder_time"] = "When to remind, to the millisecond; lies ahead when it is set.",
        ["completed"] = "Whether it is done.",
        ["completed_at"] = "When it was done, or null.",
        ["title"] = "What it says in a few words.",
        ["CreateTaskRequest.description"] = "More about it.",
        ["UpdateTaskRequest.description"] = "More about it.",
        ["TaskResource.description"] = "More about it.",
        ["NotificationResource.created_at"] = "The instant it belongs to: the planned one, however late it was made.",
        ["NotificationResource.kind"] = "What it tells.",
        ["NotificationResource.data"] = "What it is about: `task_id`, `session_id` and the like, by kind.",
        ["ExportedUser.format"] = "The version of this form.",
        ["joinedCount"] = "As `joined_count`.",
        ["joinedAvatars"] = "As `joined_avatars`.",
        ["isCurrentUser"] = "As `is_current_user`.",
        ["totalPoints"] = "As `total_points`.",
        ["challengesDone"] = "As `challenges_done`.",
        ["shutdown_streak"] = "The days in a row that ended with a reflection.",
        ["shutdownStreak"] = "The days in a row that ended with a reflection.",
        ["avgShutdownTime"] = "As `avg_shutdown_time`.",
        ["pointsEarned"] = "The points of the day: 10, and 5 for each task completed today, 15 for the focus goal, 2 for each day of the streak up to 20.",
        ["status"] = "Where it stands.",
    };

    // What a text looks like, where its name says it: held against every answer of the suite.
    private static readonly Dictionary<string, (string Keyword, string Value)> Forms = new(StringComparer.Ordinal)
    {
        ["id"] = ("format", "uuid"),
        ["SessionResource.id"] = ("pattern", "^[A-Za-z0-9_-]{22}$"),
        ["WebhookAttemptResource.at"] = ("format", "date-time"),
        ["user_id"] = ("format", "uuid"),
        ["session_id"] = ("format", "uuid"),
        ["task_id"] = ("format", "uuid"),
        ["series_id"] = ("format", "uuid"),
        ["TaskDay.date"] = ("format", "date"),
        ["created_at"] = ("format", "date-time"),
        ["disabled_at"] = ("format", "date-time"),
        ["avatar_url"] = ("format", "uri-reference"),
        ["url"] = ("format", "uri-reference"),
        ["WebhookResource.url"] = ("format", "uri"),
        ["AddWebhookRequest.url"] = ("format", "uri"),
        ["endpoint"] = ("format", "uri"),
        ["expires_at"] = ("format", "date-time"),
        ["password"] = ("format", "password"),
        ["current_password"] = ("format", "password"),
        ["new_password"] = ("format", "password"),
        ["month"] = ("pattern", "^[0-9]{4}-(0[1-9]|1[0-2])$"),
        ["clockedOutTime"] = ("pattern", "^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        ["avg_shutdown_time"] = ("pattern", "^([0-9]|1[0-9]|2[0-3]):[0-5][0-9]$"),
        ["avgShutdownTime"] = ("pattern", "^([0-9]|1[0-9]|2[0-3]):[0-5][0-9]$"),
        ["SendShutdownReflectionRequest.session_id"] = ("", ""),
        ["LoginRequest.password"] = ("format", "password"),
        ["token_type"] = ("const", "bearer"),
    };

    /// <summary>A name as clients write it: <c>DueDate</c> is <c>due_date</c>.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>What is said of a field, or null.</summary>
    public static string? WordsOf(string schema, string field) => Words.GetValueOrDefault($"{schema}.{field}") ?? Words.GetValueOrDefault(field);

    /// <summary>What a text in a field looks like: a keyword of JSON Schema and its value, or null.</summary>
    public static (string Keyword, string Value)? FormOf(string schema, string field) =>
        Forms.TryGetValue($"{schema}.{field}", out var form) || Forms.TryGetValue(field, out form) ? form.Keyword.Length > 0 ? form : null : null;
}
