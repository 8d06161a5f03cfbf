using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// What decides whether a request may act for a user: the password's hash, the live sessions, and (repeated from the
/// account, so that one read per user serves a request) the calendar. Never leaves the service.
/// </summary>
public sealed record Access : UserDocument, IDocument<Access>
{
    /// <summary>The id of the document; a user has one.</summary>
    public const string DocumentId = "access";

    /// <inheritdoc/>
    public static string KindName => "access";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<Access> JsonType => AccountsJson.Default.Access;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The hash of the password; null for a user of an external issuer.</summary>
    [Secret]
    public string? PasswordHash { get; init; }

    /// <summary>The live sessions, oldest first.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>What the code was made of that last set a new password; it is good for nothing any more.</summary>
    [Secret]
    public string? SpentCode { get; init; }

    /// <summary>When it set the password; null when it did before that was noted.</summary>
    public DateTimeOffset? SpentAt { get; init; }

    /// <summary>When the user last made a request, to a day; null when none was noted yet (see <see cref="Presence"/>).</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>As <see cref="Account.Active"/>.</summary>
    public bool Active { get; init; } = true;

    /// <summary>As <see cref="UserSettings.Timezone"/>.</summary>
    public required string Timezone { get; init; }

    /// <summary>As <see cref="UserSettings.DayStartsAt"/>.</summary>
    public LocalTime DayStartsAt { get; init; }

    /// <summary>The live session of an id, or null.</summary>
    public Session? FindSession(string sessionId, DateTimeOffset now) =>
        Sessions.FirstOrDefault(session => session.Id == sessionId && session.ExpiresAt > now);

    /// <summary>With one more session. Expired ones go, and the oldest when there would be more than <paramref name="max"/>.</summary>
    public Access WithSession(Session session, int max, DateTimeOffset now)
    {
        List<Session> live = [.. Sessions.Where(other => other.ExpiresAt > now && other.Id != session.Id), session];
        return this with { Sessions = live.Count > max ? live[^max..] : live };
    }

    /// <summary>Without a session.</summary>
    public Access WithoutSession(string sessionId) => this with { Sessions = [.. Sessions.Where(session => session.Id != sessionId)] };

    /// <summary>With the calendar of the settings.</summary>
    public Access WithCalendarOf(UserSettings settings) =>
        this with { Timezone = settings.Timezone, DayStartsAt = settings.DayStartsAt };

    /// <summary>The user's calendar.</summary>
    public UserCalendar ToCalendar() => UserCalendar.Find(Timezone, DayStartsAt) ?? UserCalendar.Utc;
}

/// <summary>A sign-in: the family of refresh tokens that came from it, of which only the newest is good, and those just used.</summary>
/// <param name="Id">The id; access tokens carry it as <c>sid</c>.</param>
/// <param name="TokenHash">The SHA-256 of the newest refresh token, base64url.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="ExpiresAt">When it ends, however often it is refreshed.</param>
public sealed record Session(string Id, [property: Secret] string TokenHash, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The tokens before the newest that were first used within the grace, oldest first.</summary>
    public IReadOnlyList<UsedToken> Used { get; init; } = [];

    /// <summary>What the device is called, such as <c>Firefox on Windows</c>; null in sessions begun before it was noted.</summary>
    public string? Device { get; init; }

    /// <summary>When its tokens were last refreshed, or null when they never were.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A refresh token that has had its successor.</summary>
/// <param name="Hash">As <see cref="Session.TokenHash"/>.</param>
/// <param name="At">When it was first used.</param>
public sealed record UsedToken([property: Secret] string Hash, DateTimeOffset At);
