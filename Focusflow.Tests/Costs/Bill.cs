using Focusflow.Tests.Costs.Scenarios;

namespace Focusflow.Tests.Costs;

/// <summary>The bill of a month, in US dollars, from what was measured and what is assumed.</summary>
/// <param name="lines">What was measured.</param>
/// <param name="users">How many active users there are.</param>
internal sealed class Bill(IReadOnlyList<Measured> lines, double users)
{
    private double UserDays => users * ActiveUser.DaysPerMonth;

    /// <summary>What a user does, with what the instance must look up anew at each visit.</summary>
    public double UserRequestUnits => UserDays * (ActiveUser.Day.Sum(one => one.Times * Units(one.Function, one.Note))
        + ((ActiveUser.VisitsPerDay + ActiveUser.SignsOfLifePerDay) * (Units("GetSettings", AccountCosts.Cold) - Units("GetSettings", AccountCosts.Warm))));

    /// <summary>What runs by the clock, all of it finding nothing to do.</summary>
    public double IdleRequestUnits => Schedules.RunsPerMonth.Sum(timer => timer.Value * Idle(timer.Key));

    /// <summary>What following the changes of users takes beyond that, and turning the weeks.</summary>
    public double FollowingRequestUnits =>
        (UserDays * ActiveUser.BoardChangesPerDay * (Units("RefreshLeaderboard", ChallengeCosts.OneUser) - Idle("RefreshLeaderboard")))
        + (UserDays * WrittenPerDay * 2 * RequestUnits.ListedKilobyte)
        + (StreamingInstances * ActiveSeconds * RequestUnits.ChangePage)
        + (users * TurnPerUser * Month.Days / 7);

    public double RequestUnitsInAll => UserRequestUnits + IdleRequestUnits + FollowingRequestUnits;

    public double Executions => Schedules.RunsPerMonth.Values.Sum()
        + (UserDays * ActiveUser.Day.Sum(one => one.Times * (IsOrchestration(one.Function) ? 3 : 1)));

    /// <summary>
    /// Each timer run, each visit and each wake-up by itself, for the shortest time that is billed, but no more than an instance that
    /// is always busy while people work. Open streams keep instances busy all that time; visits happen on those.
    /// </summary>
    public double GigabyteSeconds => Prices.InstanceGigabytes * Prices.ShortestSeconds * (
        Schedules.RunsPerMonth.Values.Sum(runs => Math.Min(runs, Month.Seconds))
        + Math.Max(Math.Min(UserDays * ActiveUser.VisitsPerDay, ActiveSeconds), StreamingInstances * ActiveSeconds)
        + Math.Min(WakingsPerMonth, ActiveSeconds));

    public double StorageOperations => Guesses.QueuePollsPerMonth
        + (Schedules.RunsPerMonth.Values.Sum() * Guesses.StorageOperationsPerTimerRun)
        + (WakingsPerMonth * Guesses.StorageOperationsPerOrchestration);

    public double LogGigabytes => ((new LogDay(users).Megabytes * ActiveUser.DaysPerMonth) + (new LogDay(0).Megabytes * (Month.Days - ActiveUser.DaysPerMonth))) / 1024;

    public double CosmosGigabytes => users * ActiveUser.KilobytesKept / 1024 / 1024;

    public IReadOnlyList<(string What, string Amount, double Dollars)> Items =>
    [
        ("Cosmos DB, request units", $"{Number(RequestUnitsInAll / 1e6)} million RU", RequestUnitsInAll / 1e6 * Prices.MillionRequestUnits),
        ("Cosmos DB, storage", $"{Number(CosmosGigabytes)} GB", CosmosGigabytes * Prices.CosmosGigabyteMonth),
        ("Functions, execution time", $"{Number(GigabyteSeconds / 1000)} thousand GB-s",
            Math.Max(0, GigabyteSeconds - Prices.FreeGigabyteSeconds) * Prices.GigabyteSecond),
        ("Functions, executions", $"{Number(Executions / 1e6)} million", Math.Max(0, Executions - Prices.FreeExecutions) / 1e6 * Prices.MillionExecutions),
        ("Storage operations", $"{Number(StorageOperations / 1e6)} million", StorageOperations / 10_000 * Prices.TenThousandStorageOperations),
        ("Log Analytics", $"{Number(LogGigabytes)} GB", Math.Max(0, LogGigabytes - Prices.FreeLogGigabytes) * Prices.LogGigabyte),
        ("Three log alerts", "", Prices.LogAlerts),
    ];

    public double Units(string function, string note = "") => Line(function, note).RequestUnits;

    /// <summary>Each of them reads the change feed once a second.</summary>
    private double StreamingInstances => Math.Ceiling(users * ActiveUser.StreamingShare / Prices.RequestsPerInstance);

    private static double ActiveSeconds => ActiveUser.DaysPerMonth * ActiveUser.HoursPerDay * 3600;

    private double WakingsPerMonth => (UserDays * ActiveUser.Day.Where(one => IsOrchestration(one.Function)).Sum(one => one.Times))
        + (ActiveUser.DaysPerMonth * Math.Min(users, Guesses.ShutdownInstantsPerDay));

    // Whole kilobytes, as they are listed again by the two followers of the change feed.
    private double WrittenPerDay => ActiveUser.Day.Sum(one =>
        one.Times * Line(one.Function, one.Note).Calls.KilobytesWritten);

    private double TurnPerUser => (Turn(WeekTurnCosts.More) - Turn(WeekTurnCosts.Few)) / (WeekTurnCosts.More - WeekTurnCosts.Few);

    private double Turn(int count) => Units("TurnWeek", WeekTurnCosts.Users(count));

    private Measured Line(string function, string note) => lines.SingleOrDefault(line => line.Is(function, note))
        ?? throw new InvalidOperationException($"Not one line of {function} is measured that is '{note}'.");

    // The turn itself is counted by the user.
    private double Idle(string timer) => timer == "StartWeekTurn" ? 0 : Units(timer, ChallengeCosts.Nothing);

    private static bool IsOrchestration(string function) => ActiveUser.Orchestrations.Contains(function);

    private static string Number(double value) => value.ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture);
}
