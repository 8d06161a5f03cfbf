using Focusflow.Core.Telemetry;

namespace Focusflow.Core.Storage;

/// <summary>
/// What one request asked of the store: counted by <see cref="MeteredDocumentStore"/> while a usage is current in the
/// asynchronous flow, and shown in logs and tests. Safe for concurrent use.
/// </summary>
public sealed class StoreUsage
{
    private static readonly AsyncLocal<StoreUsage?> Ambient = new();

    private int reads;
    private int queries;
    private int commits;
    private int writes;
    private int changeReads;
    private double charge;

    /// <summary>The usage that counts in this flow, or null when nobody wants to know.</summary>
    public static StoreUsage? Current => Ambient.Value;

    /// <summary>Point reads.</summary>
    public int Reads => reads;

    /// <summary>Pages of queries.</summary>
    public int Queries => queries;

    /// <summary>Batches committed or refused.</summary>
    public int Commits => commits;

    /// <summary>Single writes within those batches.</summary>
    public int Writes => writes;

    /// <summary>Pages of a change feed.</summary>
    public int ChangeReads => changeReads;

    /// <summary>Request units; stays zero on a store that does not charge.</summary>
    public double Charge => Volatile.Read(ref charge);

    /// <summary>Starts counting for the asynchronous method that calls this and whatever it calls from now on.</summary>
    public static StoreUsage Begin() => Ambient.Value = new StoreUsage();

    /// <summary>Notes what a call was charged: in the usage of the flow, if there is one, and for whoever listens.</summary>
    /// <param name="units">Request units.</param>
    public static void Charged(double units)
    {
        Current?.AddCharge(units);
        StoreWatch.Charged(units);
    }

    /// <summary>Adds request units.</summary>
    public void AddCharge(double units)
    {
        for (var seen = Volatile.Read(ref charge); ;)
        {
            var before = Interlocked.CompareExchange(ref charge, seen + units, seen);
            if (before.Equals(seen))
                return;
            seen = before;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{reads} reads, {queries} queries, {commits} commits of {writes} writes, {changeReads} change reads, {Charge:0.##} RU");

    internal void CountRead() => Interlocked.Increment(ref reads);

    internal void CountQuery() => Interlocked.Increment(ref queries);

    internal void CountChangeRead() => Interlocked.Increment(ref changeReads);

    internal void CountCommit(int count)
    {
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref writes, count);
    }
}
