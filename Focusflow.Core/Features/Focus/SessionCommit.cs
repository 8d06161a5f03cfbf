using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Focus;

/// <summary>Writes a changed session, its marker and all that follows from its end as one transaction.</summary>
public sealed class SessionCommit(IDocumentStore store, IEnumerable<ISessionEnded> followers)
{
    private readonly ISessionEnded[] followers = [.. followers];

    /// <summary>
    /// Reads a session that is about to change, and what its change takes: one question. Whose day it is then is not known yet; where
    /// another one has begun, or another week, what belongs to that is read later.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="endsAt">When it is to end, most likely; null when it is to go on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<SomeDocuments> ReadAsync(string userId, string sessionId, DateTimeOffset? endsAt, CancellationToken cancellation)
    {
        List<string> ids = [sessionId, OpenSession.FixedId];
        if (endsAt is { } at)
        {
            var day = LocalDate.FromDateTime(at.UtcDateTime);
            foreach (var id in followers.SelectMany(follower => follower.Reads(day)))
            {
                if (!ids.Contains(id))
                    ids.Add(id);
            }
        }

        return store.ReadSomeAsync(Containers.UserData, userId, ids, cancellation);
    }

    /// <summary>
    /// Commits a session that has changed. Gives it back with its new version, or null when somebody was faster: then read
    /// and decide again.
    /// </summary>
    /// <param name="changed">The session as it is to be.</param>
    /// <param name="read">What was read with it (<see cref="ReadAsync"/>), or null when only the session was.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<FocusSession?> TryAsync(FocusSession changed, SomeDocuments? read, CancellationToken cancellation)
    {
        var writes = WriteSet.ForUser(changed.UserId, read).Replace(changed);
        var marker = await writes.ReadAsync<OpenSession>(store, OpenSession.FixedId, cancellation);
        var own = marker?.SessionId == changed.Id ? marker : null;
        if (!changed.IsOpen)
        {
            if (own is not null)
                writes.Delete(own);
            await AddEndAsync(changed, writes, cancellation);
        }
        else if (own is not null)
        {
            writes.Replace(OpenSession.For(changed) with { ETag = own.ETag });
        }
        else
        {
            return null; // It has ended since it was read.
        }

        var result = await writes.CommitAsync(store);
        return result.Succeeded ? changed with { ETag = result.ETags[0] } : null;
    }

    /// <summary>Adds to a transaction what follows from the end of a session.</summary>
    public async ValueTask AddEndAsync(FocusSession ended, WriteSet writes, CancellationToken cancellation)
    {
        foreach (var follower in followers)
            await follower.AddWritesAsync(ended, writes, cancellation);
    }

    /// <summary>Adds to a transaction what follows from deleting a session that has ended.</summary>
    public async ValueTask AddDeletionAsync(FocusSession deleted, WriteSet writes, CancellationToken cancellation)
    {
        foreach (var follower in followers)
            await follower.AddDeletionAsync(deleted, writes, cancellation);
    }
}
