using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Features.Notifications;

/// <summary>How many streams may be open, and for how long.</summary>
public sealed record StreamLimits
{
    /// <summary>The most streams of one user in this process.</summary>
    public int PerUser { get; init; } = 5;

    /// <summary>The most streams in this process; each holds a connection for minutes. 0: none, clients ask the list instead.</summary>
    public int PerProcess { get; init; } = 200;

    /// <summary>
    /// After how long a stream ends by itself. A Functions host that is told to stop tells nobody at first, waits for 30 seconds
    /// and then cuts what is still open: so a stream that is to end in good order must be over by then.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(25);
}

/// <summary>
/// The streams that are open in this process, by user. Wakes those of a user when this process commits something of interest;
/// <see cref="ChangeWatch"/> does so for what other processes commit.
/// </summary>
/// <param name="limits">How many there may be.</param>
public sealed class StreamListeners(StreamLimits limits) : ICommitObserver
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<StreamListener>> byUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StreamListener>> bySource = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The streams that are open.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>
    /// Opens a stream, to be disposed of at its end; 429 when the user has too many, 503 when the process has. A full process
    /// is shared out among the places that streams come from: a newcomer takes over from whoever has at least two more, whose
    /// oldest stream ends (its client comes back when there is room).
    /// </summary>
    /// <param name="userId">Whose stream.</param>
    /// <param name="address">The network address it comes from; null when it says nothing about the client, then the user counts.</param>
    public Outcome<StreamListener> Open(string userId, string? address = null)
    {
        var source = address is null ? "user " + userId : "address " + address;
        lock (gate)
        {
            if (byUser.TryGetValue(userId, out var open) && open.Count >= limits.PerUser)
            {
                return new Problem(ProblemCodes.TooManyStreams, $"You have {limits.PerUser} streams open; close one first.")
                {
                    RetryAfter = limits.Duration,
                };
            }

            if (count >= limits.PerProcess && !MakesRoom(source))
            {
                return new Problem(ProblemCodes.Overloaded, "Too many streams are open here. Ask GET /notifications meanwhile.")
                {
                    RetryAfter = TimeSpan.FromSeconds(30),
                };
            }

            if (!byUser.TryGetValue(userId, out var streams))
                byUser[userId] = streams = [];
            var listener = new StreamListener(userId, source, Close);
            streams.Add(listener);
            if (!bySource.TryGetValue(source, out var beside))
                bySource[source] = beside = [];
            beside.Add(listener);
            count++;
            Measures.OpenStreams.Add(1);
            return listener;
        }
    }

    /// <inheritdoc/>
    public void Committed(DocumentBatch batch)
    {
        if (Count == 0 || !ReferenceEquals(batch.Container, Containers.UserData))
            return;
        foreach (var write in batch.Writes)
        {
            if (write is DocumentWrite.Create create ? create.Kind == NotificationDocument.KindName : write.Id == Access.DocumentId)
            {
                Wake(batch.Partition);
                return;
            }
        }
    }

    /// <summary>Wakes the streams of the users to whom something of interest among these documents belongs.</summary>
    public void Changed(IReadOnlyList<StoredDocument> documents)
    {
        foreach (var document in documents)
        {
            if (document.Kind == NotificationDocument.KindName || document.Id == Access.DocumentId)
                Wake(document.Partition);
        }
    }

    /// <summary>Wakes all streams: something may have gone unnoticed.</summary>
    public void WakeAll()
    {
        lock (gate)
        {
            foreach (var listener in byUser.Values.SelectMany(streams => streams))
                listener.Raise(StreamSignal.News);
        }
    }

    private void Wake(string userId)
    {
        lock (gate)
        {
            if (!byUser.TryGetValue(userId, out var streams))
                return;
            foreach (var listener in streams)
                listener.Raise(StreamSignal.News);
        }
    }

    // Only the oldest stream of the largest holder ends, and only when that leaves it no less than the newcomer gets.
    private bool MakesRoom(string newcomer)
    {
        var has = bySource.TryGetValue(newcomer, out var own) ? own.Count : 0;
        if (bySource.Values.MaxBy(streams => streams.Count) is not { } most || most.Count < has + 2)
            return false;
        var oldest = most[0];
        oldest.Raise(StreamSignal.End);
        Remove(oldest);
        return true;
    }

    private void Close(StreamListener listener)
    {
        lock (gate)
            Remove(listener);
    }

    private void Remove(StreamListener listener)
    {
        if (!Take(byUser, listener.UserId, listener))
            return;
        Take(bySource, listener.Source, listener);
        count--;
        Measures.OpenStreams.Add(-1);
    }

    private static bool Take(Dictionary<string, List<StreamListener>> from, string key, StreamListener listener)
    {
        if (!from.TryGetValue(key, out var streams) || !streams.Remove(listener))
            return false;
        if (streams.Count == 0)
            from.Remove(key);
        return true;
    }
}
