using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using NodaTime;

namespace Focusflow.Core.Features.Reach;

/// <summary>A way by which a notification can get to a user.</summary>
public enum Channel
{
    /// <summary>The list of notifications.</summary>
    Inbox,

    /// <summary>The event stream of an open client.</summary>
    Stream,

    /// <summary>Webhooks.</summary>
    Webhook,

    /// <summary>A push to a browser that the user has subscribed.</summary>
    Push,

    /// <summary>A mail to the user's address.</summary>
    Mail,
}

/// <summary>Whether a notification takes a way, and when.</summary>
public enum Passage
{
    /// <summary>Not at all.</summary>
    No,

    /// <summary>At once.</summary>
    Now,

    /// <summary>When nothing else has reached the user five minutes later.</summary>
    IfUnreached,

    /// <summary>When the user's quiet hours are over.</summary>
    AfterQuiet,
}

/// <summary>The one decision about what is sent to whom, and how: kind, settings, channel and the user's local time.</summary>
public static class Reaching
{
    /// <summary>How long a mail waits for something else to reach the user.</summary>
    public static TimeSpan Wait { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The kinds that may be mailed.</summary>
    public static IReadOnlyList<string> Mailed { get; } = [NotificationKind.TaskReminder, NotificationKind.ShutdownReminder, NotificationKind.WeekResult];

    /// <summary>
    /// Whether and when. Inbox, stream and webhooks take everything: a client asked for them, and shows what it likes. Reminders, and
    /// the end of a session, come at the time that the user has set for them, quiet or not.
    /// </summary>
    /// <param name="kind">One of <see cref="NotificationKind"/>.</param>
    /// <param name="account">The user.</param>
    /// <param name="channel">The way.</param>
    /// <param name="local">The user's time of day.</param>
    public static Passage Decide(string kind, Account account, Channel channel, LocalTime local) => channel switch
    {
        Channel.Mail => MayBeMailed(account) ? DecideMail(kind, account.Settings, local) : Passage.No,
        Channel.Push => account.Settings.PushNotificationsEnabled ? DecidePush(kind, account.Settings, local) : Passage.No,
        _ => Passage.Now,
    };

    /// <summary>The instant from which on a notification may take a way, or null when it does not.</summary>
    public static DateTimeOffset? TimeOf(NotificationDocument notification, Account account, Channel channel)
    {
        var made = notification.MadeAt;
        return Decide(notification.NotificationKind, account, channel, LocalTimeOf(account.Settings, made)) switch
        {
            Passage.No => null,
            Passage.IfUnreached => made + Wait,
            Passage.AfterQuiet => EndOfQuiet(account.Settings, made),
            _ => made,
        };
    }

    /// <summary>Whether anything but mail about the account itself goes to the user's address: it is wanted, confirmed, and not refused.</summary>
    public static bool MayBeMailed(Account account) =>
        account is { Verified: true, Email.Length: > 0, Settings: { EmailNotificationsEnabled: true, EmailUndeliverable: false } };

    /// <summary>Whether a time of day lies in the user's quiet hours, which may go over midnight; the same time twice means none.</summary>
    public static bool IsQuiet(UserSettings settings, LocalTime local)
    {
        var (from, until) = (settings.QuietFrom, settings.QuietUntil);
        return from <= until ? local >= from && local < until : local >= from || local < until;
    }

    /// <summary>The instant at which the quiet hours that an instant lies in are over.</summary>
    public static DateTimeOffset EndOfQuiet(UserSettings settings, DateTimeOffset now)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(settings.Timezone) ?? DateTimeZone.Utc;
        var local = Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;
        var day = local.TimeOfDay < settings.QuietUntil ? local.Date : local.Date.PlusDays(1);
        return zone.AtLeniently(day.At(settings.QuietUntil)).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>A user's time of day.</summary>
    public static LocalTime LocalTimeOf(UserSettings settings, DateTimeOffset now) =>
        Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(settings.Timezone) ?? DateTimeZone.Utc).TimeOfDay;

    private static Passage DecideMail(string kind, UserSettings settings, LocalTime local) => kind switch
    {
        NotificationKind.TaskReminder or NotificationKind.ShutdownReminder => Passage.IfUnreached,
        NotificationKind.WeekResult => NowOrAfterQuiet(settings, local),
        _ => Passage.No,
    };

    // A break that was due at night is none in the morning, nor is an evening that was too long.
    private static Passage DecidePush(string kind, UserSettings settings, LocalTime local) => kind switch
    {
        NotificationKind.TaskReminder or NotificationKind.ShutdownReminder or NotificationKind.SessionCompleted => Passage.Now,
        NotificationKind.BreakReminder or NotificationKind.Overwork => IsQuiet(settings, local) ? Passage.No : Passage.Now,
        _ => NowOrAfterQuiet(settings, local),
    };

    private static Passage NowOrAfterQuiet(UserSettings settings, LocalTime local) => IsQuiet(settings, local) ? Passage.AfterQuiet : Passage.Now;
}
