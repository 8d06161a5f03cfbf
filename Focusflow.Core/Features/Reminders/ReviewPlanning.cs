using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;

namespace Focusflow.Core.Features.Reminders;

/// <summary>When the weekly review is mailed: on the morning of the user's Monday, when the quiet hours are over.</summary>
public static class ReviewPlanning
{
    /// <summary>How late it is still one of the morning after the week. One that is found later, after a long outage, is not sent.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromHours(12);

    private static readonly LocalTime Morning = new(7, 0);

    /// <summary>The first time after an instant; null when the user wants none or cannot be mailed.</summary>
    public static PlannedReview? After(Account account, DateTimeOffset now)
    {
        if (!IsWanted(account))
            return null;
        var calendar = account.Settings.ToCalendar();
        var week = calendar.WeekOf(now);
        var at = TimeOf(account.Settings, calendar, week.Previous);
        return at > now ? new PlannedReview(week.Previous, at) : new PlannedReview(week, TimeOf(account.Settings, calendar, week));
    }

    /// <summary>
    /// What becomes of a plan when the account changes. One that is overdue stays: it is about to be looked at, by what holds then.
    /// </summary>
    public static PlannedReview? Replan(ReviewPlan? plan, Account account, DateTimeOffset now) =>
        plan is not null && plan.DueAt <= now && IsWanted(account)
            ? new PlannedReview(IsoWeek.Parse(plan.Week), plan.DueAt)
            : After(account, now);

    /// <summary>Whether a plan made for an account may not be that of another state of it.</summary>
    public static bool Differ(Account before, Account after) => BasisOf(before) != BasisOf(after);

    /// <summary>What a wake-up for an instant finds. Only the very plan that is in force counts, and only once its time has come.</summary>
    /// <param name="plan">The plan, or null.</param>
    /// <param name="account">The user; null when gone.</param>
    /// <param name="away">Whether the user has not been there for long: then nothing is sent, and nothing planned.</param>
    /// <param name="due">The instant the wake-up was for.</param>
    /// <param name="now">Now.</param>
    public static ReminderStep<PlannedReview> Decide(ReviewPlan? plan, Account? account, bool away, DateTimeOffset due, DateTimeOffset now)
    {
        if (plan?.DueAt != due)
            return ReminderStep<PlannedReview>.Stale;
        if (now < due)
            return ReminderStep<PlannedReview>.TooEarly;
        if (account is null || away || !IsWanted(account))
            return new(ReminderResult.NotWanted, null);
        return new(now <= due + Latest ? ReminderResult.Made : ReminderResult.NotWanted, After(account, now));
    }

    private static bool IsWanted(Account account) => account.Settings.WeeklyReviewEnabled && Reaching.MayBeMailed(account);

    private static (string, LocalTime, LocalTime, LocalTime)? BasisOf(Account account) => IsWanted(account)
        ? (account.Settings.Timezone, account.Settings.DayStartsAt, account.Settings.QuietFrom, account.Settings.QuietUntil)
        : null;

    // Whose days start late is not mailed before the week is over.
    private static DateTimeOffset TimeOf(UserSettings settings, UserCalendar calendar, IsoWeek week)
    {
        var monday = week.Next.Monday;
        var (start, morning) = (calendar.StartOf(monday), calendar.At(monday.At(Morning)));
        var at = (start > morning ? start : morning).ToUniversalTime();
        return Reaching.IsQuiet(settings, calendar.LocalTimeOf(at).TimeOfDay) ? Reaching.EndOfQuiet(settings, at) : at;
    }
}
