using Focusflow.Core.Features.Accounts;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>
/// When work becomes too much: by the hours of a day, clocked in anew or not, and without a break. On days off too: work is then
/// no less. What is noted in the marker already does not come again.
/// </summary>
public static class OverworkSchedule
{
    /// <summary>
    /// When the day has had <see cref="UserSettings.MaxDailyHours"/> of work, breaks of the work log apart, if work goes on; null when that is
    /// noted, nobody works, or nobody wants to know. It lies in the past when the hours are over already.
    /// </summary>
    /// <param name="settings">The user's settings; the question how the user is follows from such days as well.</param>
    /// <param name="work">The marker of the open work.</param>
    public static DateTimeOffset? DayFull(UserSettings settings, OpenWork work) =>
        (settings.OverworkNotificationsEnabled || settings.WellnessCheckEnabled)
        && work is { Day: { } day, CountedSince: { } since } && work.OverworkedDay != day
            ? since.AddHours(settings.MaxDailyHours).AddSeconds(-work.WorkedSeconds)
            : null;

    /// <summary>When there have been <see cref="UserSettings.MaxContinuousWork"/> minutes of work without a break; null as for the day.</summary>
    public static DateTimeOffset? Unbroken(UserSettings settings, OpenWork work) =>
        settings.OverworkNotificationsEnabled && work.WorkingSince is { } since && work.UnbrokenSince != since
            ? since.AddMinutes(settings.MaxContinuousWork)
            : null;
}
