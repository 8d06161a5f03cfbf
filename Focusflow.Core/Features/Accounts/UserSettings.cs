using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Output;
using NodaTime;

namespace Focusflow.Core.Features.Accounts;

/// <summary>How a user works. Kept in the account, so that one read tells everything about a person.</summary>
public sealed record UserSettings
{
    /// <summary>When work starts, local time; the same as <see cref="WorkEndTime"/> for no hours of work.</summary>
    public LocalTime WorkStartTime { get; init; } = new(9, 0);

    /// <summary>When work ends, local time; after midnight when it is before <see cref="WorkStartTime"/>.</summary>
    public LocalTime WorkEndTime { get; init; } = new(17, 0);

    /// <summary>When the user wants to shut down, local time; the reminder comes then.</summary>
    public LocalTime DailyShutdownTime { get; init; } = new(17, 0);

    /// <summary>The most hours of work a day, 1-16.</summary>
    public int MaxDailyHours { get; init; } = 8;

    /// <summary>Minutes of work after which a break is suggested, 10-120.</summary>
    public int BreakReminderInterval { get; init; } = 60;

    /// <summary>The most minutes of work without a break, 30-300.</summary>
    public int MaxContinuousWork { get; init; } = 120;

    /// <summary>Minutes of a focus session that is begun as a pomodoro, 15-60.</summary>
    public int PomodoroWorkDuration { get; init; } = 25;

    /// <summary>Minutes of a break that is begun as a pomodoro, 3-15.</summary>
    public int PomodoroBreakDuration { get; init; } = 5;

    /// <summary>Minutes of such a break after every fourth focus session that was completed on a day, 10-30.</summary>
    public int PomodoroLongBreakDuration { get; init; } = 15;

    /// <summary>Minutes of focus a day the user aims at.</summary>
    public int FocusGoal { get; init; } = 480;

    /// <summary>Whether to suggest breaks.</summary>
    public bool BreakRemindersEnabled { get; init; } = true;

    /// <summary>Whether to warn of too much work.</summary>
    public bool OverworkNotificationsEnabled { get; init; } = true;

    /// <summary>Whether to ask how the user is.</summary>
    public bool WellnessCheckEnabled { get; init; } = true;

    /// <summary>Whether notifications may be mailed.</summary>
    public bool EmailNotificationsEnabled { get; init; } = true;

    /// <summary>Whether a review of the week may be mailed on Monday; <see cref="EmailNotificationsEnabled"/> goes before it.</summary>
    public bool WeeklyReviewEnabled { get; init; } = true;

    /// <summary>
    /// Whether a mail server refuses the address, so that nothing but codes that are asked for is sent there. Told, and not to be
    /// set: another address or a code that arrives ends it.
    /// </summary>
    public bool EmailUndeliverable { get; init; }

    /// <summary>Whether notifications may be pushed.</summary>
    public bool PushNotificationsEnabled { get; init; } = true;

    /// <summary>From when on nothing is mailed that need not come at that very time, local time.</summary>
    public LocalTime QuietFrom { get; init; } = new(22, 0);

    /// <summary>Until when; the same as <see cref="QuietFrom"/> for no quiet hours.</summary>
    public LocalTime QuietUntil { get; init; } = new(7, 0);

    /// <summary>Whether to remind of the shutdown at <see cref="DailyShutdownTime"/> on <see cref="WorkDays"/>.</summary>
    public bool ShutdownRemindersEnabled { get; init; } = true;

    /// <summary>Whether a reflection needs a note.</summary>
    public bool ShutdownReflectionRequired { get; init; }

    /// <summary>The IANA zone whose days are the user's days.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>The local time at which a day starts.</summary>
    public LocalTime DayStartsAt { get; init; } = LocalTime.Midnight;

    /// <summary>The days of work, <c>mon</c> to <c>sun</c>, in the order of the week.</summary>
    [Words(typeof(UserSettings), nameof(Weekdays))]
    public IReadOnlyList<string> WorkDays { get; init; } = DefaultWorkDays;

    /// <summary>How dates are written, such as <c>DD.MM.YYYY</c>: by the client, and in mails and pictures.</summary>
    public string DateFormat { get; init; } = "YYYY-MM-DD";

    /// <summary>How times of day are written, <c>24h</c>, <c>12h</c> or such as <c>hh:mm a</c>: by the client, and in mails and pictures.</summary>
    public string TimeFormat { get; init; } = "24h";

    /// <summary><c>public</c> or <c>private</c>; private users are on nobody else's board.</summary>
    [Words(typeof(UserSettings), nameof(Visibilities))]
    public string ProfileVisibility { get; init; } = PublicProfile;

    /// <summary>Whether others may see the user's points.</summary>
    public bool ShareWorkStats { get; init; } = true;

    /// <summary>The value of <see cref="ProfileVisibility"/> that lets others see the user.</summary>
    public const string PublicProfile = "public";

    /// <summary>The value of <see cref="ProfileVisibility"/> that hides the user.</summary>
    public const string PrivateProfile = "private";

    /// <summary>Both of them.</summary>
    public static IReadOnlyList<string> Visibilities { get; } = [PublicProfile, PrivateProfile];

    /// <summary>The names of the days of a week, from Monday.</summary>
    public static IReadOnlyList<string> Weekdays { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly IReadOnlyList<string> DefaultWorkDays = ["mon", "tue", "wed", "thu", "fri"];

    /// <summary>The calendar that these settings make.</summary>
    public UserCalendar ToCalendar() => UserCalendar.Find(Timezone, DayStartsAt) ?? UserCalendar.Utc;

    /// <summary>How dates and times are written to the user.</summary>
    public TimeStyle ToTimeStyle() => new(DateFormat, TimeFormat);

    /// <summary>Whether the user works on a day of the week.</summary>
    public bool WorksOn(IsoDayOfWeek day) => WorkDays.Contains(Weekdays[(int)day - 1], StringComparer.Ordinal);
}
