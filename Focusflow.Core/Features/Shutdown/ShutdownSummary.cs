using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Tasks;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>The end of a day at a glance.</summary>
/// <param name="TasksCompleted">How many of today's tasks are done.</param>
/// <param name="TasksTotal">How many tasks today has.</param>
/// <param name="PendingTasks">How many of them are open.</param>
/// <param name="TodayTasks">The ten most recently updated of them.</param>
/// <param name="FocusTime">Minutes of completed focus sessions today.</param>
/// <param name="FocusGoal">The minutes aimed at.</param>
/// <param name="ShutdownStreak">The shutdown streak in days.</param>
/// <param name="PointsEarned">The points of the day, see <see cref="DayPoints"/>.</param>
/// <param name="ClockedOutTime">The local time of today's clock-out, else of today's reflection, <c>HH:mm</c>; else null.</param>
public sealed record ShutdownSummary(
    int TasksCompleted,
    int TasksTotal,
    int PendingTasks,
    IReadOnlyList<TodayTask> TodayTasks,
    int FocusTime,
    int FocusGoal,
    int ShutdownStreak,
    int PointsEarned,
    string? ClockedOutTime)
{
    private const int MostTasks = 10;
    private static readonly LocalTimePattern TimePattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>The summary of a day.</summary>
    /// <param name="day">Everything about the day.</param>
    public static ShutdownSummary Of(ShutdownDay day)
    {
        var completed = day.Tasks.Count(task => task.Completed);
        var completedToday = day.Tasks.Count(task => task.CompletedAt is { } at && day.Calendar.DayOf(at) == day.Today);
        var focus = day.Sessions.Where(session => session is { SessionType: SessionType.Focus, Status: SessionStatus.Completed })
            .Aggregate(TimeSpan.Zero, (sum, session) => sum + session.Recorded);
        var minutes = (int)focus.TotalMinutes;
        var streak = Streak.On(day.Today, day.Days, day.WorkedOn);
        return new ShutdownSummary(
            completed,
            day.Tasks.Count,
            day.Tasks.Count - completed,
            Latest(day.Tasks),
            minutes,
            day.Settings.FocusGoal,
            streak,
            DayPoints.Of(completedToday, minutes, day.Settings.FocusGoal, streak),
            ClockOut(day));
    }

    private static IReadOnlyList<TodayTask> Latest(IReadOnlyList<TaskDocument> tasks) =>
    [
        .. tasks.OrderByDescending(task => task.UpdatedAt).Take(MostTasks).Select(task => new TodayTask(task.Title, task.Completed)),
    ];

    private static string? ClockOut(ShutdownDay day) =>
        day.ClockedOutAt is { } at && day.Calendar.DayOf(at) == day.Today
            ? Time(day.Calendar.LocalTimeOf(at).TimeOfDay)
            : day.Days.TimeOn(day.Today) is { } minutes ? Time(LocalTime.Midnight.PlusMinutes(minutes)) : null;

    private static string Time(LocalTime time) => TimePattern.Format(time);
}

/// <summary>A task in the summary.</summary>
/// <param name="Name">Its title.</param>
/// <param name="Completed">Whether it is done.</param>
public sealed record TodayTask(string Name, bool Completed);
