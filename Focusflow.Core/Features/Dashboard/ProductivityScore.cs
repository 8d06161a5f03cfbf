namespace Focusflow.Core.Features.Dashboard;

/// <summary>A day in one number, 0 to 100: half for the focus goal, half for the tasks of the day.</summary>
public static class ProductivityScore
{
    /// <summary>
    /// The mean of the share of the focus goal that is reached (at most all of it) and the share of today's tasks that are
    /// done, in per cent, rounded; of a day without tasks the focus goal alone.
    /// </summary>
    /// <param name="focusMinutes">Minutes of completed focus sessions.</param>
    /// <param name="focusGoal">The minutes aimed at, at least 1.</param>
    /// <param name="done">How many of today's tasks are done.</param>
    /// <param name="tasks">How many tasks today has.</param>
    public static int Of(int focusMinutes, int focusGoal, int done, int tasks)
    {
        var focus = Math.Min(1.0, (double)focusMinutes / focusGoal);
        var share = tasks == 0 ? focus : (focus + ((double)done / tasks)) / 2;
        return (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);
    }
}
