using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Summaries;
using Focusflow.Core.Features.Tasks;
using NodaTime;

namespace Focusflow.Core.Features.Dashboard;

/// <summary>What the dashboard shows when it opens.</summary>
/// <param name="Account">The user.</param>
/// <param name="Today">The user's day.</param>
/// <param name="Tasks">Today's tasks, the last updated first.</param>
/// <param name="TasksDone">How many of them are done.</param>
/// <param name="Totals">What was completed today.</param>
/// <param name="Breaks">Today's breaks: completed break sessions and ended breaks of the work log.</param>
/// <param name="Points">All points ever earned with challenges.</param>
/// <param name="Reflections">The last five reflections, the latest first.</param>
/// <param name="Leaders">This week's best, and the user.</param>
public sealed record DashboardData(
    Account Account,
    LocalDate Today,
    IReadOnlyList<TaskResource> Tasks,
    int TasksDone,
    SessionTotals Totals,
    int Breaks,
    int Points,
    IReadOnlyList<Reflection> Reflections,
    IReadOnlyList<LeaderRow> Leaders)
{
    /// <summary>Minutes of completed focus sessions today.</summary>
    public int FocusMinutes => (int)(Totals.FocusSeconds / 60);

    /// <summary>See <see cref="Dashboard.ProductivityScore"/>.</summary>
    public int ProductivityScore => Dashboard.ProductivityScore.Of(FocusMinutes, Account.Settings.FocusGoal, TasksDone, Tasks.Count);
}
