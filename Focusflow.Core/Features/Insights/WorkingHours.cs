using Focusflow.Core.Features.Accounts;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// The hours of work as they lie in the days of a user's week. Hours that end before they start go on after midnight, and are those of
/// the day that they started on.
/// </summary>
public sealed class WorkingHours
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    private readonly UserSettings settings;
    private readonly int start;
    private readonly int end;
    private readonly int dayStart;

    private WorkingHours(UserSettings settings) =>
        (this.settings, start, end, dayStart) = (settings, MinuteOf(settings.WorkStartTime), MinuteOf(settings.WorkEndTime), MinuteOf(settings.DayStartsAt));

    /// <summary>The hours of work by the settings; null when they start and end at the same time, which is none, as with quiet hours.</summary>
    public static WorkingHours? Of(UserSettings settings) => settings.WorkStartTime == settings.WorkEndTime ? null : new(settings);

    /// <summary>Whether a minute on the clock is one of work.</summary>
    /// <param name="weekday">The user's day, 0 for Monday to 6. Its minutes before the day's start are those after midnight.</param>
    /// <param name="minute">The minute, 0 to 1439.</param>
    public bool Contains(int weekday, int minute)
    {
        var night = start > end;
        if (night ? minute < start && minute >= end : minute < start || minute >= end)
            return false;
        var startedOn = weekday + (minute < dayStart ? 1 : 0) - (night && minute < end ? 1 : 0);
        return WorksOn((startedOn + 7) % 7);
    }

    /// <summary>The stretches of work in a user's day by the clock, in minutes from midnight.</summary>
    public IEnumerable<(int From, int Until)> StretchesOf(int weekday)
    {
        for (var from = 0; from < Day; from++)
        {
            if (!Contains(weekday, from))
                continue;
            var until = from + 1;
            while (until < Day && Contains(weekday, until))
                until++;
            yield return (from, until);
            from = until;
        }
    }

    /// <summary>Divides focus. Of an hour that lies half in the hours of work half is inside: when in the hour it was, is not kept.</summary>
    /// <param name="seconds">Seconds by weekday, Monday first, and by the hour on the clock.</param>
    public FocusAndWork Divide(IReadOnlyList<IReadOnlyList<int>> seconds)
    {
        var (inside, outside, off) = (0, 0, 0);
        for (var weekday = 0; weekday < seconds.Count; weekday++)
        {
            var minutes = new int[24];
            foreach (var (from, until) in StretchesOf(weekday))
            {
                for (var minute = from; minute < until; minute++)
                    minutes[minute / Hour]++;
            }

            for (var hour = 0; hour < minutes.Length; hour++)
            {
                var part = (int)((long)seconds[weekday][hour] * minutes[hour] / Hour);
                inside += part;
                if (WorksOn(weekday))
                    outside += seconds[weekday][hour] - part;
                else
                    off += seconds[weekday][hour] - part;
            }
        }

        return new FocusAndWork(inside, outside, off);
    }

    private bool WorksOn(int weekday) => settings.WorksOn((IsoDayOfWeek)(weekday + 1));

    private static int MinuteOf(LocalTime time) => (time.Hour * Hour) + time.Minute;
}
