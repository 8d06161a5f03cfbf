using Focusflow.Tests.Costs;
using Focusflow.Tests.Costs.Scenarios;

namespace Focusflow.Scale;

/// <summary>What the end of the working day asks of Cosmos DB. All assumptions on it stand here.</summary>
/// <param name="lines">What was measured.</param>
internal sealed class EveningPeak(IReadOnlyList<Measured> lines)
{
    /// <summary>The share of the users whose evening is the same: those of the busiest zone.</summary>
    public const double Share = 0.5;

    /// <summary>Within which time they all close their day.</summary>
    public const double Minutes = 30;

    /// <summary>How many of their changes move something on a board.</summary>
    public const int BoardChanges = 2;

    /// <summary>What each does, by the lines of docs/costs.md.</summary>
    public static IReadOnlyList<(string Function, string Note, int Times)> Evening { get; } =
    [
        ("ShutdownReminder", "", 1),
        ("GetDashboard", "", 1),
        ("ListTasks", "those of today", 1),
        ("CompleteTask", ChallengeCosts.Counted, BoardChanges),
        ("GetShutdownSummary", "", 1),
        ("SendShutdownReflection", ChallengeCosts.Reflected, 1),
        ("ClockOut", "", 1),
        ("GetChallengeStats", "", 1),
        ("ListLeaders", "", 1),
    ];

    private readonly Bill bill = new(lines, 1);

    /// <summary>Request units of one user's evening, with what the followers read of it and a session that is looked up once.</summary>
    public double UnitsPerUser =>
        Evening.Sum(one => one.Times * (bill.Units(one.Function, one.Note) + Followed(one.Function, one.Note)))
        + bill.Units("GetSettings", AccountCosts.Cold) - bill.Units("GetSettings", AccountCosts.Warm);

    /// <summary>Request units of a second of that time, boards apart.</summary>
    public double UnitsPerSecond(double users) => users * Share * UnitsPerUser / (Minutes * 60);

    // Two followers read what was written.
    private double Followed(string function, string note) =>
        2 * RequestUnits.ListedKilobyte * lines.Single(line => line.Is(function, note)).Calls.KilobytesWritten;
}
