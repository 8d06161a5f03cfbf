using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>Writes a changed session, its marker and all that follows from its end as one transaction.</summary>
public sealed class SessionCommit(IDocumentStore store, IEnumerable<ISessionEnded> followers)
{
    private readonly ISessionEnded[] followers = [.. followers];

    /// <summary>
    /// Commits a session that has changed. Gives it back with its new version, or null when somebody was faster: then read
    /// and decide again.
    /// </summary>
    public async ValueTask<FocusSession?> TryAsync(FocusSession changed, CancellationToken cancellation)
    {
        var marker = await store.ReadAsync<OpenSession>(changed.UserId, OpenSession.FixedId, cancellation);
        var own = marker?.SessionId == changed.Id ? marker : null;
        var writes = WriteSet.ForUser(changed.UserId).Replace(changed);
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
