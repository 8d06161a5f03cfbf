using Focusflow.Core.Foundation.Following;
using Focusflow.Core.Foundation.Storage;
using Shouldly;

namespace Focusflow.Tests.Foundation.Following;

/// <summary>Followers that have fallen behind.</summary>
internal static class BehindRanges
{
    /// <summary>Splits the one range of a follower, as if it had fallen behind again and again.</summary>
    public static async Task SplitAsync(IDocumentStore store, string follower, int ranges)
    {
        var all = new List<FollowedRange> { (await store.ReadAsync<FollowedRange>(follower, FollowedRange.RootId))! };
        while (all.Count < ranges)
        {
            var whole = all[0];
            var parts = await store.SplitChangesAsync(Containers.UserData, whole.Checkpoint);
            all.RemoveAt(0);
            all.Add(whole with { Checkpoint = parts[0], Splits = whole.Splits + 1 });
            all.Add(new FollowedRange { Id = $"{whole.Id}.{whole.Splits + 1}", Follower = follower, Checkpoint = parts[1], ReadAt = whole.ReadAt });
        }

        var writes = new WriteSet(Containers.Followers, follower);
        foreach (var range in all)
            writes.Put(range);
        (await writes.CommitAsync(store)).Succeeded.ShouldBeTrue();
    }
}
