using Focusflow.Core.Features.Accounts;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>
/// When a break is due: after every <see cref="UserSettings.BreakReminderInterval"/> minutes of work without one, on days of
/// work, until the work has been open for <see cref="UserSettings.MaxDailyHours"/>. Who has not clocked out by then has
/// forgotten it, or should go home rather than take a break.
/// </summary>
public static class BreakSchedule
{
    /// <summary>The first time after an instant; null when there is none to come.</summary>
    /// <param name="settings">The user's settings.</param>
    /// <param name="startedAt">When the user clocked in.</param>
    /// <param name="since">Since when the user has been working without a break.</param>
    /// <param name="after">The instant, excluded.</param>
    public static DateTimeOffset? Next(UserSettings settings, DateTimeOffset startedAt, DateTimeOffset since, DateTimeOffset after)
    {
        foreach (var time in Times(settings, startedAt, since))
        {
            if (time > after)
                return time;
        }

        return null;
    }

    /// <summary>All times at which a break is due, earliest first; none for whoever does not want to be reminded.</summary>
    /// <param name="settings">The user's settings.</param>
    /// <param name="startedAt">When the user clocked in.</param>
    /// <param name="since">Since when the user has been working without a break.</param>
    public static IEnumerable<DateTimeOffset> Times(UserSettings settings, DateTimeOffset startedAt, DateTimeOffset since)
    {
        if (!settings.BreakRemindersEnabled)
            yield break;
        var calendar = settings.ToCalendar();
        var end = startedAt.AddHours(settings.MaxDailyHours);
        var interval = TimeSpan.FromMinutes(settings.BreakReminderInterval);
        for (var time = since + interval; time < end; time += interval)
        {
            if (settings.WorksOn(calendar.DayOf(time).DayOfWeek))
                yield return time;
        }
    }
}
