namespace Focusflow.Core.Foundation.Storage;

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
    private int kilobytesRead;
    private int kilobytesListed;
    private int kilobytesWritten;
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

    /// <summary>The size of what point reads gave, each document rounded up to whole kilobytes; one for a miss.</summary>
    public int KilobytesRead => kilobytesRead;

    /// <summary>The size of what queries and change feeds gave, each document rounded up to whole kilobytes.</summary>
    public int KilobytesListed => kilobytesListed;

    /// <summary>The size of what was to be written, each document rounded up to whole kilobytes; one for a delete.</summary>
    public int KilobytesWritten => kilobytesWritten;

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

    internal void CountRead(StoredDocument? document) => Interlocked.Add(ref kilobytesRead, Kilobytes(document?.Json.Length ?? 0));

    // Whether Cosmos DB answers is asked by a point read that misses.
    internal void CountCheck()
    {
        CountRead();
        CountRead(null);
    }

    internal void CountQuery() => Interlocked.Increment(ref queries);

    internal void CountChangeRead() => Interlocked.Increment(ref changeReads);

    internal void CountListed(IReadOnlyList<StoredDocument> documents)
    {
        var sum = 0;
        foreach (var document in documents)
            sum += Kilobytes(document.Json.Length);
        Interlocked.Add(ref kilobytesListed, sum);
    }

    internal void CountCommit(IReadOnlyList<DocumentWrite> batch)
    {
        var sum = 0;
        foreach (var write in batch)
            sum += Kilobytes(write switch { DocumentWrite.Create create => create.Json.Length, DocumentWrite.Replace replace => replace.Json.Length, _ => 0 });
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref writes, batch.Count);
        Interlocked.Add(ref kilobytesWritten, sum);
    }

    // Request units are published for whole kilobytes, and nothing costs less than one.
    private static int Kilobytes(int bytes) => Math.Max(1, (bytes + 1023) / 1024);
}
