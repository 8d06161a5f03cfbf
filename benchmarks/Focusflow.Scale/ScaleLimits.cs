using System.Globalization;
using System.Text;
using Focusflow.Tests.Costs;

namespace Focusflow.Scale;

/// <summary>The limits of Cosmos DB, and how many users reach them.</summary>
/// <param name="world">Whose requests and board were measured.</param>
/// <param name="past">Whose years were measured.</param>
internal sealed class ScaleLimits(WorldFigures world, Past past)
{
    private const double PartitionUnits = 10_000;
    private const double PartitionBytes = 50e9;
    private const double LogicalBytes = 20e9;

    // What the service adds to each document, and what its index takes of a document: as docs/costs.md assumes.
    private const double AddedBytes = 150;
    private const double Indexed = 5.0 / 3;

    private readonly EveningPeak peak = new(world.Lines);

    /// <summary>A user's days, all of a year, as an active user's.</summary>
    private double BytesOfYear => (past.Bytes + (past.Documents * AddedBytes)) * Indexed * 365 / past.Days;

    private double FollowingUnits => RequestUnits.Of(world.World.Following!) / world.World.Users;

    public override string ToString()
    {
        var entry = (world.EntryBytes + AddedBytes) * Indexed;
        var boardUnits = FollowingUnits * EveningPeak.BoardChanges * EveningPeak.Share / (EveningPeak.Minutes * 60);
        var table = new StringBuilder("| users | RU a second at the evening peak | physical partitions for these | for the data of a year |\n|--:|--:|--:|--:|\n");
        foreach (var users in (int[])[1_000, 10_000, 100_000, 1_000_000, 10_000_000])
        {
            table.Append(Text($"| {users:#,0} | {peak.UnitsPerSecond(users):#,0} | {Math.Ceiling(peak.UnitsPerSecond(users) / PartitionUnits):#,0} "))
                .Append(Text($"| {Math.Ceiling(users * BytesOfYear / PartitionBytes):#,0} |\n"));
        }

        return table.Append("\n| limit | of it takes | reached at |\n|---|---|--:|\n")
            .Append(Text($"| physical partition, 10,000 RU/s | an evening {peak.UnitsPerUser:0.0} RU, of {EveningPeak.Share:0 %} of the users within {EveningPeak.Minutes:0} minutes | {PartitionUnits / peak.UnitsPerSecond(1):#,0} users |\n"))
            .Append(Text($"| physical partition, 50 GB | a user's year {BytesOfYear / 1e6:0.0} MB | {PartitionBytes / BytesOfYear:#,0} users, each with a year |\n"))
            .Append(Text($"| logical partition, 20 GB: a user | a year {BytesOfYear / 1e6:0.0} MB | {LogicalBytes / BytesOfYear:#,0} years |\n"))
            .Append(Text($"| logical partition, 20 GB: a week's board | an entry {entry / 1024:0.0} KB | {LogicalBytes / entry:#,0} participants |\n"))
            .Append(Text($"| logical partition, 10,000 RU/s: a week's board | {EveningPeak.BoardChanges} changes an evening of {FollowingUnits:0.0} RU at most | {PartitionUnits / boardUnits:#,0} participants |\n"))
            .ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
