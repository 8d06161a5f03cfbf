using System.Runtime.InteropServices;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.WorkLog;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// When to remind of a break (<see cref="BreakSchedule"/> says when one is due) or to say that it is too much work
/// (<see cref="OverworkSchedule"/>), and when not.
/// </summary>
public static class BreakPlanning
{
    /// <summary>
    /// What becomes of a plan when settings change. One that is overdue stays: it is about to be looked at, by the new settings.
    /// </summary>
    public static DateTimeOffset? Replan(OpenWork work, UserSettings settings, DateTimeOffset now) =>
        work.WorkingSince is null ? null
        : work.BreakDue <= now && IsAnythingWanted(settings) ? work.BreakDue
        : WorkSchedule.Next(settings, work, now);

    /// <summary>Whether a plan made by some settings may not be that of others.</summary>
    public static bool Differ(UserSettings before, UserSettings after) =>
        !Followed(before).Equals(Followed(after)) || !before.WorkDays.SequenceEqual(after.WorkDays, StringComparer.Ordinal);

    /// <summary>
    /// What a wake-up for an instant finds. Of several reminders that were missed only the last is made. During a break
    /// session it looks again when that should be over.
    /// </summary>
    /// <param name="work">The marker of the open work, or null.</param>
    /// <param name="settings">The user's settings; null when the user is gone.</param>
    /// <param name="latest">The latest break session, as far as anything is known of one.</param>
    /// <param name="due">The instant the wake-up was for.</param>
    /// <param name="now">Now.</param>
    public static BreakStep Decide(OpenWork? work, UserSettings? settings, BreakSession latest, DateTimeOffset due, DateTimeOffset now)
    {
        if (work?.BreakDue != due)
            return new(ReminderStep<DateTimeOffset>.Stale);
        if (now < due)
            return new(ReminderStep<DateTimeOffset>.TooEarly);
        if (settings is null || !IsAnythingWanted(settings) || work is not { StartedAt: { } startedAt, WorkingSince: { } since })
            return new(new(ReminderResult.NotWanted, null));
        if (latest.OpenUntil is { } until)
        {
            var next = now.AddMinutes(settings.BreakReminderInterval);
            return new(new(ReminderResult.NotWanted, until < next ? until : next));
        }

        since = latest.EndedAt > since ? latest.EndedAt.Value : since;
        DateTimeOffset? told = null;
        foreach (var time in BreakSchedule.Times(settings, startedAt, since))
            told = time >= due && time <= now ? time : told;

        var rested = work with { WorkingSince = since };
        var (day, unbroken) = (Come(OverworkSchedule.DayFull(settings, rested)), Come(OverworkSchedule.Unbroken(settings, rested)));
        var noted = rested with
        {
            OverworkedDay = day is null ? work.OverworkedDay : work.Day,
            UnbrokenSince = unbroken is null ? work.UnbrokenSince : since,
        };
        var says = told is not null || unbroken is not null || (day is not null && settings.OverworkNotificationsEnabled);
        return new(new(says ? ReminderResult.Made : ReminderResult.NotWanted, WorkSchedule.Next(settings, noted, now)), told, since)
        {
            DayFullAt = day,
            UnbrokenAt = unbroken,
        };

        // What was too much before anybody was to look bears the instant that was planned for looking.
        DateTimeOffset? Come(DateTimeOffset? time) => time > now ? null : time < due ? due : time;
    }

    /// <summary>The marker after a wake-up, with the next plan and what need not be told again.</summary>
    public static OpenWork Settle(OpenWork work, BreakStep decided) => work with
    {
        BreakDue = decided.Step.Next,
        WorkingSince = decided.Since ?? work.WorkingSince,
        OverworkedDay = decided.DayFullAt is null ? work.OverworkedDay : work.Day,
        UnbrokenSince = decided.UnbrokenAt is null ? work.UnbrokenSince : decided.Since,
    };

    private static bool IsAnythingWanted(UserSettings settings) =>
        settings.BreakRemindersEnabled || settings.OverworkNotificationsEnabled || settings.WellnessCheckEnabled;

    private static object Followed(UserSettings settings) => (
        settings.BreakRemindersEnabled, settings.BreakReminderInterval, settings.MaxDailyHours, settings.Timezone, settings.DayStartsAt,
        settings.OverworkNotificationsEnabled, settings.WellnessCheckEnabled, settings.MaxContinuousWork);
}

/// <summary>What is known of a user's latest break session.</summary>
/// <param name="OpenUntil">When it will be over, while it is open.</param>
/// <param name="EndedAt">When it ended.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BreakSession(DateTimeOffset? OpenUntil, DateTimeOffset? EndedAt);

/// <summary>What a wake-up does about breaks and overwork.</summary>
/// <param name="Step">Whether to tell the user, and when to look next.</param>
/// <param name="At">The instant that the break reminder belongs to, when one is to be made.</param>
/// <param name="Since">Since when the user has been working without a break, as far as it was looked at.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BreakStep(ReminderStep<DateTimeOffset> Step, DateTimeOffset? At = null, DateTimeOffset? Since = null)
{
    /// <summary>The instant at which the day had too many hours, when that is to be noted.</summary>
    public DateTimeOffset? DayFullAt { get; init; }

    /// <summary>The instant at which a break was overdue, when that is to be told.</summary>
    public DateTimeOffset? UnbrokenAt { get; init; }
}
