namespace Focusflow.Scale;

/// <summary>The most managed memory in use from now on, looked at twenty times a second; what nobody uses any more is in it until it is collected.</summary>
internal sealed class HeapPeak : IDisposable
{
    private readonly ITimer timer;
    private long most;

    public HeapPeak()
    {
        GC.Collect();
        timer = TimeProvider.System.CreateTimer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    public double Megabytes => Interlocked.Read(ref most) / 1e6;

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var now = GC.GetTotalMemory(forceFullCollection: false);
        if (now > Interlocked.Read(ref most))
            Interlocked.Exchange(ref most, now);
    }
}
