using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Logging;

namespace Focusflow.Core.Features.Notifications;

/// <summary>
/// Follows what all processes write, to wake the streams of this one: a single reader of the change feed, from now on, once
/// a second, and only while a stream is open. What it costs depends neither on the number of streams nor on that of users.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="listeners">Are woken.</param>
/// <param name="logger">Logs that the feed cannot be read.</param>
public sealed partial class ChangeWatch(IDocumentStore store, StreamListeners listeners, ILogger<ChangeWatch> logger) : IDisposable
{
    private const int PageSize = 500;

    // Real time: a virtual clock stands still while others write.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private CancellationTokenSource? running;
    private int watchers;

    /// <summary>Whether the feed is being read.</summary>
    public bool Runs
    {
        get
        {
            lock (gate)
                return running is not null;
        }
    }

    /// <summary>Keeps the reader going until the result is disposed of.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            if (watchers++ == 0)
            {
                running = new CancellationTokenSource();
                var token = running.Token;

                // The reader belongs to no request: neither its store calls nor its trace are those of who came first.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(() => FollowAsync(token), CancellationToken.None);
            }
        }

        return new Watcher(this);
    }

    /// <summary>Ends the reader.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            running?.Cancel();
            running?.Dispose();
            running = null;
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--watchers == 0)
                Dispose();
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        var checkpoint = ChangePage.FromNow;
        var failing = false;
        while (!cancellation.IsCancellationRequested)
        {
            var more = false;
            try
            {
                var page = await store.ReadChangesAsync(Containers.UserData, checkpoint, PageSize, cancellation);

                // What was written before the first page is on none; a stream that has asked the store already may lack it.
                if (checkpoint == ChangePage.FromNow)
                    listeners.WakeAll();
                listeners.Changed(page.Documents);
                (checkpoint, more, failing) = (page.Checkpoint, page.HasMore, false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Whatever it was: nobody waits for this reader, so nobody else would notice that it has ended. Said once
                // for an outage, however long it lasts.
                if (!failing)
                    NotRead(error);
                failing = true;
                if (error is InvalidContinuationException)
                    checkpoint = ChangePage.FromNow;
            }

            if (!more)
                await Task.Delay(Interval, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What other instances tell cannot be read right now")]
    private partial void NotRead(Exception error);

    private sealed class Watcher(ChangeWatch watch) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
                watch.End();
        }
    }
}
