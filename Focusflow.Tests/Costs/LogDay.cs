namespace Focusflow.Tests.Costs;

/// <summary>What a working day sends to Application Insights, under the sampling of host.json.</summary>
/// <param name="users">How many active users there are.</param>
internal sealed class LogDay(double users)
{
    private const double WorkingSeconds = ActiveUser.HoursPerDay * 3600;

    private static readonly double PerUser = ActiveUser.Day.Where(one => !ActiveUser.Orchestrations.Contains(one.Function)).Sum(one => one.Times);

    public IReadOnlyList<(string What, double Happen, double Kept, double Kilobytes)> Items =>
    [
        ("requests, sampled", Requests, Requests * KeptShare, Guesses.LogKilobytes),
        ("streams that a client closes: an exception, sampled with its request", Leaves, Leaves * KeptShare, Guesses.LeavingKilobytes),
        ("runs of timer functions", TimerRuns, TimerRuns, Guesses.LogKilobytes),
    ];

    public double Megabytes => Items.Sum(item => item.Kept * item.Kilobytes / 1024);

    /// <summary>What would come if nothing were silenced and exceptions were not sampled.</summary>
    public double UnsampledLeavings => Leaves * 2 * Guesses.LeavingKilobytes / 1024;

    private double Requests => users * PerUser;

    private double Leaves => users * ActiveUser.LeavesPerDay;

    private double KeptShare => Requests == 0 ? 1 : Math.Min(1, WorkingSeconds * Guesses.LoggedPerSecond / Requests);

    private static double TimerRuns => Schedules.RunsPerMonth.Values.Sum() / Month.Days;
}
