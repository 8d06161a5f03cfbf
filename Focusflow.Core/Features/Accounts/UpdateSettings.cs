using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;

namespace Focusflow.Core.Features.Accounts;

/// <summary>A partial update of the settings; also how preferences of the onboarding are applied.</summary>
public sealed record UpdateSettings
{
    private readonly Func<UserSettings, UserSettings> apply;

    private UpdateSettings(Func<UserSettings, UserSettings> apply) => this.apply = apply;

    /// <summary>Reads every setting that was sent.</summary>
    public static Outcome<UpdateSettings> Read(FieldReader fields)
    {
        var (workStart, workEnd, shutdown, dayStart) =
            (fields.TimeOfDay("work_start_time"), fields.TimeOfDay("work_end_time"), fields.TimeOfDay("daily_shutdown_time"), fields.TimeOfDay("day_starts_at"));
        var (quietFrom, quietUntil) = (fields.TimeOfDay("quiet_from"), fields.TimeOfDay("quiet_until"));
        var (hours, reminder, continuous) = (
            fields.WholeNumber("max_daily_hours", 1, 16),
            fields.WholeNumber("break_reminder_interval", 10, 120),
            fields.WholeNumber("max_continuous_work", 30, 300));
        var (work, pause, longPause, goal) = (
            fields.WholeNumber("pomodoro_work_duration", 15, 60),
            fields.WholeNumber("pomodoro_break_duration", 3, 15),
            fields.WholeNumber("pomodoro_long_break_duration", 10, 30),
            fields.WholeNumber("focus_goal", 1, 1440));
        var (breaks, overwork, wellness) = (
            fields.Flag("break_reminders_enabled"), fields.Flag("overwork_notifications_enabled"), fields.Flag("wellness_check_enabled"));
        var (mail, review, push) = (
            fields.Flag("email_notifications_enabled"), fields.Flag("weekly_review_enabled"), fields.Flag("push_notifications_enabled"));
        var (reminders, reflection, share) = (
            fields.Flag("shutdown_reminders_enabled"), fields.Flag("shutdown_reflection_required"), fields.Flag("share_work_stats"));
        var (zone, days) = (fields.Timezone("timezone"), fields.WorkDays("work_days"));
        var (dates, times) = (fields.Text("date_format", 32, 1, trim: true, nullable: false), fields.Text("time_format", 32, 1, trim: true, nullable: false));
        var visibility = fields.Choice("profile_visibility", UserSettings.Visibilities);
        if (fields.Problem is { } problem)
            return problem;

        return new UpdateSettings(before => before with
        {
            WorkStartTime = Or(workStart, before.WorkStartTime),
            WorkEndTime = Or(workEnd, before.WorkEndTime),
            DailyShutdownTime = Or(shutdown, before.DailyShutdownTime),
            QuietFrom = Or(quietFrom, before.QuietFrom),
            QuietUntil = Or(quietUntil, before.QuietUntil),
            MaxDailyHours = Or(hours, before.MaxDailyHours),
            BreakReminderInterval = Or(reminder, before.BreakReminderInterval),
            MaxContinuousWork = Or(continuous, before.MaxContinuousWork),
            PomodoroWorkDuration = Or(work, before.PomodoroWorkDuration),
            PomodoroBreakDuration = Or(pause, before.PomodoroBreakDuration),
            PomodoroLongBreakDuration = Or(longPause, before.PomodoroLongBreakDuration),
            FocusGoal = Or(goal, before.FocusGoal),
            BreakRemindersEnabled = Or(breaks, before.BreakRemindersEnabled),
            OverworkNotificationsEnabled = Or(overwork, before.OverworkNotificationsEnabled),
            WellnessCheckEnabled = Or(wellness, before.WellnessCheckEnabled),
            EmailNotificationsEnabled = Or(mail, before.EmailNotificationsEnabled),
            WeeklyReviewEnabled = Or(review, before.WeeklyReviewEnabled),
            PushNotificationsEnabled = Or(push, before.PushNotificationsEnabled),
            ShutdownRemindersEnabled = Or(reminders, before.ShutdownRemindersEnabled),
            ShutdownReflectionRequired = Or(reflection, before.ShutdownReflectionRequired),
            Timezone = zone.Or(before.Timezone)!,
            DayStartsAt = Or(dayStart, before.DayStartsAt),
            WorkDays = days.Or(before.WorkDays)!,
            DateFormat = dates.Or(before.DateFormat)!,
            TimeFormat = times.Or(before.TimeFormat)!,
            ProfileVisibility = visibility.Or(before.ProfileVisibility)!,
            ShareWorkStats = Or(share, before.ShareWorkStats),
        });
    }

    /// <summary>This update, and then another change.</summary>
    internal UpdateSettings Then(Func<UserSettings, UserSettings> next) => new(before => next(apply(before)));

    /// <summary>The account after the update.</summary>
    public Account Decide(Account account)
    {
        var after = apply(account.Settings);

        // Records compare lists by reference; an equal list must not look like a change.
        if (after.WorkDays.SequenceEqual(account.Settings.WorkDays, StringComparer.Ordinal))
            after = after with { WorkDays = account.Settings.WorkDays };
        return account with { Settings = after };
    }

    private static T Or<T>(Change<T?> change, T before)
        where T : struct =>
        change.IsSet ? change.Value!.Value : before;
}
