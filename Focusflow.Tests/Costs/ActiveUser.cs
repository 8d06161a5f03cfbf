using Focusflow.Tests.Costs.Scenarios;

namespace Focusflow.Tests.Costs;

/// <summary>The day of an active user: how often each measured thing happens. All assumptions on use stand here.</summary>
internal static class ActiveUser
{
    public const int DaysPerMonth = 22;
    public const double HoursPerDay = 9;

    /// <summary>Times a day when somebody turns to the app: the page loads, the session is looked up, the instance works.</summary>
    public const int VisitsPerDay = 40;

    /// <summary>How much of these hours a page with an open stream is shown.</summary>
    public const double StreamingShare = 0.3;

    /// <summary>A stream ends after 25 seconds, and the client opens the next.</summary>
    public const double StreamsPerDay = HoursPerDay * 3600 * StreamingShare / 25;

    /// <summary>Streams that the client closes itself, by leaving the page: each visit that has one ends so.</summary>
    public const double LeavesPerDay = VisitsPerDay * StreamingShare;

    /// <summary>An open stream looks the session up every 20 seconds.</summary>
    public const double SignsOfLifePerDay = HoursPerDay * 3600 * StreamingShare / 20;

    /// <summary>Kilobytes kept for a user after a year: 2,500 documents of about 0.6 KB, and their index.</summary>
    public const double KilobytesKept = 2_500;

    /// <summary>Function, the note that tells its line from others of the function (or empty), times a day.</summary>
    public static IReadOnlyList<(string Function, string Note, double Times)> Day { get; } =
    [
        ("Login", "", 0.2),
        ("RefreshTokens", "", HoursPerDay),
        ("GetUser", "", 3),
        ("GetSettings", AccountCosts.Warm, 3),
        ("UpdateQuickSettings", "", 0.05),
        ("GetDashboard", "", 6),
        ("ListTasks", "26 tasks", 8),
        ("ListTasks", "those of today", 8),
        ("CreateTask", "", 5),
        ("UpdateTask", "", 6),
        ("CompleteTask", ChallengeCosts.Counted, 5),
        ("DeleteTask", "", 0.5),
        ("TaskReminder", "", 1),
        ("BreakReminder", WorkdayCosts.BreakDue, 3),
        ("BreakReminder", WorkdayCosts.DayFull, 0.1),
        ("ShutdownReminder", "", 1),
        ("WeeklyReview", "", 0.2),
        ("SendMail", ReviewCosts.Written, 0.2),
        ("SendMail", MailCosts.Reminder, 0.5),
        ("ListNotifications", "", 10),
        ("ReadAllNotifications", "", 2),
        ("StreamNotifications", StreamCosts.Again, StreamsPerDay),
        ("GetCurrentSession", "one", 12),
        ("StartFocusSession", FocusCosts.LengthSent, 8),
        ("PauseFocusSession", "", 1),
        ("ResumeFocusSession", "", 1),
        ("CompleteFocusSession", "", 1),
        ("FocusSessionWakeUp", "", 7),
        ("ListFocusSessions", "", 2),
        ("GetDailySummary", "", 2),
        ("GetWeeklySummary", "", 1),
        ("ClockIn", "", 1),
        ("StartBreak", "", 2),
        ("EndBreak", "", 2),
        ("ClockOut", "", 1),
        ("GetCurrentTimeLog", "", 4),
        ("ListWeeklyChallenges", "", 2),
        ("JoinChallenge", "", 0.2),
        ("GetChallengeStats", "", 2),
        ("ListLeaders", "", 2),
        ("GetShutdownSummary", "", 1),
        ("SendShutdownReflection", ChallengeCosts.Reflected, 1),
        ("ListShutdownReflections", "", 0.5),
    ];

    /// <summary>Of these, the ones that move something on the leaderboard, each followed by itself: the dearest case.</summary>
    public const double BoardChangesPerDay = 5;

    /// <summary>The ones that only an orchestration of their own does, two of its executions and an activity each.</summary>
    public static IReadOnlyList<string> Orchestrations { get; } = ["TaskReminder", "BreakReminder", "FocusSessionWakeUp", "SendMail"];
}
