using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Costs;

/// <summary>What something asked of the store, as the app's own meter counts it. Kilobytes are rounded up for each document.</summary>
internal sealed record StoreCalls(
    int Reads, int Queries, int ChangeReads, int Commits, int Writes, int KilobytesRead, int KilobytesListed, int KilobytesWritten)
{
    /// <summary>Requests to Cosmos DB.</summary>
    public int Requests => Reads + Queries + ChangeReads + Commits;

    public static StoreCalls Of(StoreUsage usage) => new(
        usage.Reads,
        usage.Queries,
        usage.ChangeReads,
        usage.Commits,
        usage.Writes,
        usage.KilobytesRead,
        usage.KilobytesListed,
        usage.KilobytesWritten);

    public static StoreCalls operator -(StoreCalls later, StoreCalls earlier) => new(
        later.Reads - earlier.Reads,
        later.Queries - earlier.Queries,
        later.ChangeReads - earlier.ChangeReads,
        later.Commits - earlier.Commits,
        later.Writes - earlier.Writes,
        later.KilobytesRead - earlier.KilobytesRead,
        later.KilobytesListed - earlier.KilobytesListed,
        later.KilobytesWritten - earlier.KilobytesWritten);
}

/// <summary>One measured line.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="What">The request, or what a timer or an orchestration found to do.</param>
/// <param name="Calls">What it asked of the store.</param>
internal sealed record Measured(string Function, string What, StoreCalls Calls)
{
    public double RequestUnits => Costs.RequestUnits.Of(Calls);

    /// <summary>Whether this is the line of a function that has the note (or the only one, without a note).</summary>
    public bool Is(string function, string note) =>
        Function == function && (note.Length == 0 || What == note || What.EndsWith(", " + note, StringComparison.Ordinal));

    public override string ToString() => $"{Function}: {What}";
}
