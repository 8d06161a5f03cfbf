using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Reminders;

/// <summary>When to remind of the shutdown: at the user's time on every day of work, at most once a day.</summary>
public static class ShutdownPlanning
{
    /// <summary>
    /// How late a reminder still helps. The day may be over by then: the ritual of yesterday can be made up for. One that is
    /// found later, after a long outage, is not made.
    /// </summary>
    public static readonly TimeSpan Latest = TimeSpan.FromHours(6);

    // A week has every day of work; a zone that skips a day puts one of them off.
    private const int LookAhead = 15;

    /// <summary>The first time to shut down after an instant; null when the user is not to be reminded.</summary>
    public static PlannedShutdown? After(UserSettings settings, DateTimeOffset now)
    {
        var calendar = settings.ToCalendar();
        return First(Times(settings, calendar, calendar.DayOf(now)).Where(time => time.At > now));
    }

    /// <summary>
    /// The time to shut down that follows that of a day. It may lie before now, when the app was away: then it is looked at
    /// at once.
    /// </summary>
    public static PlannedShutdown? AfterDay(UserSettings settings, LocalDate day, DateTimeOffset now)
    {
        var calendar = settings.ToCalendar();
        return First(Times(settings, calendar, LocalDate.Max(day.PlusDays(1), calendar.DayOf(now))));
    }

    /// <summary>
    /// What becomes of a plan when settings change. One that is overdue stays: it is about to be looked at, by the new settings.
    /// </summary>
    public static PlannedShutdown? Replan(ShutdownPlan? plan, UserSettings settings, DateTimeOffset now) =>
        plan is not null && plan.DueAt <= now && settings.ShutdownRemindersEnabled
            ? new PlannedShutdown(DayText.Parse(plan.Day), plan.DueAt)
            : After(settings, now);

    /// <summary>Whether a plan made by some settings may not be that of others.</summary>
    public static bool Differ(UserSettings before, UserSettings after) =>
        (before.ShutdownRemindersEnabled, before.DailyShutdownTime, before.Timezone, before.DayStartsAt)
            != (after.ShutdownRemindersEnabled, after.DailyShutdownTime, after.Timezone, after.DayStartsAt)
        || !before.WorkDays.SequenceEqual(after.WorkDays, StringComparer.Ordinal);

    /// <summary>What a wake-up for an instant finds. Only the very plan that is in force counts, and only once its time has come.</summary>
    /// <param name="plan">The plan, or null.</param>
    /// <param name="settings">The user's settings; null when the user is gone.</param>
    /// <param name="reflected">Whether a day has a reflection.</param>
    /// <param name="away">Whether the user has not been there for long: then nobody is reminded, and nothing planned.</param>
    /// <param name="due">The instant the wake-up was for.</param>
    /// <param name="now">Now.</param>
    public static ReminderStep<PlannedShutdown> Decide(
        ShutdownPlan? plan, UserSettings? settings, Func<LocalDate, bool> reflected, bool away, DateTimeOffset due, DateTimeOffset now)
    {
        if (plan?.DueAt != due)
            return ReminderStep<PlannedShutdown>.Stale;
        if (now < due)
            return ReminderStep<PlannedShutdown>.TooEarly;
        if (settings is null || away)
            return new(ReminderResult.NotWanted, null);

        var day = DayText.Parse(plan.Day);
        var wanted = settings.ShutdownRemindersEnabled && settings.WorksOn(day.DayOfWeek) && !reflected(day) && now <= due + Latest;
        return new(wanted ? ReminderResult.Made : ReminderResult.NotWanted, AfterDay(settings, day, now));
    }

    private static PlannedShutdown? First(IEnumerable<PlannedShutdown> times) => times.Select(time => (PlannedShutdown?)time).FirstOrDefault();

    private static IEnumerable<PlannedShutdown> Times(UserSettings settings, UserCalendar calendar, LocalDate from)
    {
        if (!settings.ShutdownRemindersEnabled)
            yield break;
        for (var ahead = 0; ahead < LookAhead; ahead++)
        {
            var day = from.PlusDays(ahead);
            var (start, end) = calendar.BoundsOf(day);
            if (start < end && settings.WorksOn(day.DayOfWeek))
                yield return new PlannedShutdown(day, calendar.TimeDuring(day, settings.DailyShutdownTime));
        }
    }
}
