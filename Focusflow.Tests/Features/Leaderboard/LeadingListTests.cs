using Focusflow.Core.Features.Leaderboard;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class LeadingListTests
{
    /// <summary>The oracle sorts the whole set each time.</summary>
    [Fact]
    public void The_list_is_exact_or_says_that_it_cannot_know() => Seeded.Runs(2_000, random =>
    {
        var capacity = random.Next(1, 6);
        var all = new Dictionary<int, string>();
        IReadOnlyList<(int Id, string Key)> list = [];
        var asked = 0;
        for (var round = 0; round < 40; round++)
        {
            var changed = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(12)).ToHashSet();
            var added = changed.Where(_ => random.Next(4) > 0).Select(id => (Id: id, Key: $"{random.Next(50):D2}|{id:D2}")).ToList();
            var before = all.ToDictionary();
            foreach (var id in changed)
                all.Remove(id);
            foreach (var (id, key) in added)
                all[id] = key;

            var exact = all.Select(one => (Id: one.Key, Key: one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal).Take(capacity).ToList();
            var updated = LeadingList.Update(list, capacity, one => changed.Contains(one.Id), added, one => one.Key);
            asked += updated is null ? 1 : 0;
            var read = before.Select(one => (Id: one.Key, Key: one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal).Take(capacity + changed.Count);
            list = updated ?? LeadingList.Merge(read, capacity, one => changed.Contains(one.Id), added, one => one.Key);
            list.ShouldBe(exact);
        }

        asked.ShouldBeLessThan(40);
    });
}
