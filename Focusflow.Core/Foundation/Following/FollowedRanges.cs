using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Foundation.Following;

/// <summary>The ranges of a follower as they are stored.</summary>
internal sealed class FollowedRanges(IDocumentStore store, TimeProvider clock, Follower follower)
{
    /// <summary>The most ranges; more would hardly be faster, and a merge must fit into one transaction.</summary>
    public const int Most = 32;

    private const int Attempts = 5;

    /// <summary>A range; null when it is gone. The root is always there.</summary>
    public async Task<FollowedRange?> ReadAsync(string id, CancellationToken cancellation)
    {
        if (await store.ReadAsync(new DocumentKey(Containers.Followers, follower.Name, id), cancellation) is not { } stored)
            return id == FollowedRange.RootId ? await NewAsync(cancellation) : null;
        if (!follower.StartsOver || new EachByItself(follower.Name).TryRead<FollowedRange>(stored, out _))
            return stored.As<FollowedRange>();
        await StartOverAsync(cancellation);
        return id == FollowedRange.RootId ? await ReadAsync(id, cancellation) : null;
    }

    /// <summary>All ranges.</summary>
    public async Task<IReadOnlyList<FollowedRange>> ReadAllAsync(CancellationToken cancellation)
    {
        var (ranges, _) = await store.QueryAsync<FollowedRange>(
            new DocumentQuery(Containers.Followers, follower.Name, FollowedRange.KindName) { Limit = DocumentBatch.MaxWrites }, cancellation);
        return ranges.Any(range => range.Id == FollowedRange.RootId) ? ranges : [await NewAsync(cancellation), .. ranges];
    }

    /// <summary>Writes a range that was read, and with it what was split off; false when somebody else has written it meanwhile.</summary>
    public async Task<bool> WriteAsync(FollowedRange range, IReadOnlyList<FollowedRange> splitOff)
    {
        var writes = new WriteSet(Containers.Followers, follower.Name).Put(range);
        foreach (var other in splitOff)
            writes.Create(other);
        return (await writes.CommitAsync(store)).Succeeded;
    }

    /// <summary>A range as it is after a split and what is split off it; nothing when there are enough, or it cannot be split.</summary>
    public async Task<(FollowedRange Range, IReadOnlyList<FollowedRange> SplitOff)> SplitAsync(FollowedRange range, CancellationToken cancellation)
    {
        var parts = await store.SplitChangesAsync(Containers.UserData, range.Checkpoint, cancellation);
        if (parts.Count == 0 || (await ReadAllAsync(cancellation)).Count + parts.Count - 1 > Most)
            return (range, []);
        var splitOff = parts.Skip(1).Select((part, index) => new FollowedRange
        {
            Id = $"{range.Id}.{range.Splits + index + 1}",
            Follower = range.Follower,
            Checkpoint = part,
            ReadAt = range.ReadAt,
        });
        return (range with { Checkpoint = parts[0], Splits = range.Splits + parts.Count - 1 }, [.. splitOff]);
    }

    /// <summary>Notes that all ranges have read up to a checkpoint of the whole feed.</summary>
    public async Task SettleAsync(string quiet, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= Attempts; tries++)
        {
            if (await ReadAsync(FollowedRange.RootId, cancellation) is not { IsAlone: false } root
                || await WriteAsync(root with { Quiet = quiet, QuietAt = clock.Now() }, []))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Makes one range of all, since nothing has come after <see cref="FollowedRange.Quiet"/>. They are read before the feed is looked
    /// at, and replaced as they were read: what comes in between is read by one of them, which changes it, and there is no merge.
    /// </summary>
    public async Task MergeAsync(CancellationToken cancellation)
    {
        var all = await ReadAllAsync(cancellation);
        var root = all.Single(range => range.Id == FollowedRange.RootId);
        if (root.Quiet is null || await store.ReadChangesAsync(Containers.UserData, root.Quiet, 1, cancellation) is { Documents.Count: > 0 } or { HasMore: true })
            return;
        var writes = new WriteSet(Containers.Followers, follower.Name)
            .Put(new FollowedRange { Id = root.Id, ETag = root.ETag, Follower = root.Follower, Checkpoint = root.Quiet, ReadAt = root.QuietAt });
        foreach (var other in all.Where(range => range.Id != root.Id))
            writes.Delete(other);
        await writes.CommitAsync(store);
    }

    /// <summary>Forgets how far it is, of all ranges.</summary>
    public async Task StartOverAsync(CancellationToken cancellation)
    {
        var page = await store.QueryAsync(
            new DocumentQuery(Containers.Followers, follower.Name) { Limit = DocumentBatch.MaxWrites }, cancellation);
        var writes = new WriteSet(Containers.Followers, follower.Name);
        foreach (var stored in page.Documents)
        {
            if (stored.Id == FollowedRange.RootId)
                writes.Put(new FollowedRange { Id = stored.Id, ETag = stored.ETag, Follower = follower.Name });
            else
                writes.Add(new DocumentWrite.Delete(stored.Id, stored.ETag));
        }

        if (writes.Count > 0)
            await writes.CommitAsync(store);
    }

    private async Task<FollowedRange> NewAsync(CancellationToken cancellation)
    {
        var (checkpoint, readAt) = await follower.Earlier(cancellation);
        return new FollowedRange { Id = FollowedRange.RootId, Follower = follower.Name, Checkpoint = checkpoint, ReadAt = readAt };
    }
}
