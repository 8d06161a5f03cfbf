namespace Focusflow.Core.Features.Shutdown;

/// <summary>The points shown at the end of a day. They are a pat on the back, not banked: totals come from challenges.</summary>
public static class DayPoints
{
    /// <summary>
    /// 10 for the day, 5 for each task completed today, 15 when the focus goal was reached, and 2 for each day of the
    /// streak up to 20.
    /// </summary>
    /// <param name="tasksCompleted">Tasks completed today.</param>
    /// <param name="focusMinutes">Minutes of focus today.</param>
    /// <param name="focusGoal">The goal in minutes.</param>
    /// <param name="streak">The shutdown streak in days.</param>
    public static int Of(int tasksCompleted, int focusMinutes, int focusGoal, int streak) =>
        10 + (5 * tasksCompleted) + (focusMinutes >= focusGoal ? 15 : 0) + Math.Min(2 * streak, 20);
}
