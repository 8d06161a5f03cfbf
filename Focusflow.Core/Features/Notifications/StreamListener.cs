using System.Threading.Channels;

namespace Focusflow.Core.Features.Notifications;

/// <summary>Why a stream is woken.</summary>
[Flags]
public enum StreamSignal
{
    /// <summary>For nothing.</summary>
    None = 0,

    /// <summary>Something of the user's may be new: a notification, or whether the session is alive.</summary>
    News = 1,

    /// <summary>It is time for a sign of life.</summary>
    Heartbeat = 2,

    /// <summary>It is time to end.</summary>
    End = 4,
}

/// <summary>
/// One open stream as others see it. To wake it never waits, however slow its client is: what is raised while it is busy is
/// one more flag.
/// </summary>
public sealed class StreamListener : IDisposable
{
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Action<StreamListener> closed;
    private int raised;

    internal StreamListener(string userId, string source, Action<StreamListener> closed)
    {
        UserId = userId;
        Source = source;
        this.closed = closed;
    }

    /// <summary>Whose stream.</summary>
    public string UserId { get; }

    /// <summary>Where it comes from: who shares places with it.</summary>
    internal string Source { get; }

    /// <summary>Whether it is time to end, also while the stream is busy.</summary>
    public bool Ends => ((StreamSignal)Volatile.Read(ref raised)).HasFlag(StreamSignal.End);

    /// <summary>Wakes the stream.</summary>
    public void Raise(StreamSignal signal)
    {
        if (Interlocked.Or(ref raised, (int)signal) == 0)
            wake.Writer.TryWrite(true);
    }

    /// <summary>Waits until something was raised, and takes all of it.</summary>
    public async ValueTask<StreamSignal> TakeAsync(CancellationToken cancellation)
    {
        await wake.Reader.ReadAsync(cancellation);
        return (StreamSignal)Interlocked.Exchange(ref raised, 0);
    }

    /// <summary>Gives the place back.</summary>
    public void Dispose() => closed(this);
}
