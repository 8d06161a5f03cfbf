using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Sites;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class RankTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The oracle counts the users with more points, one by one.</summary>
    [Fact]
    public void Ranks_are_those_of_counting_users_one_by_one() => Seeded.Runs(100, random =>
    {
        for (var history = 0; history < 1_000; history++)
        {
            var users = new Dictionary<string, BoardEntry>();
            var histogram = Empty();
            for (var batch = random.Next(1, 5); batch > 0; batch--)
            {
                var changes = Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"u{random.Next(9)}").Distinct().Select(id =>
                {
                    var before = users.GetValueOrDefault(id);
                    var after = random.Next(10) == 0 ? null : Entry(id, (before?.Points ?? 0) + (75 * random.Next(3)), random.Next(4) > 0);
                    return new EntryChange(before, after);
                }).Where(change => change.Before is not null || change.After is not null).ToList();
                histogram = histogram.After(changes);
                foreach (var change in changes)
                {
                    users.Remove(change.UserId);
                    if (change.After is { } after)
                        users.Add(after.Id, after);
                }
            }

            var ranked = users.Values.Where(user => user is { Visible: true, Points: > 0 }).ToList();
            histogram.RankedUsers.ShouldBe(ranked.Count);
            for (var points = 0; points <= 600; points += 25)
                histogram.RankOf(points).ShouldBe(1 + ranked.Count(user => user.Points > points));
        }
    });

    /// <summary>What a user sees is the list of those whom everybody may see and the user, sorted and counted.</summary>
    [Fact]
    public void Rows_are_those_of_sorting_everybody() => Seeded.Runs(500, random =>
    {
        var users = Enumerable.Range(0, random.Next(1, 40))
            .Select(i => Entry($"u{i:D2}", 75 * random.Next(5), random.Next(5) > 0) with { ReachedAt = Monday.AddMinutes(random.Next(5)) }).ToList();
        var histogram = Empty().After([.. users.Select(user => new EntryChange(null, user))]);
        var top = users.Where(user => user.IsListed).OrderBy(user => user.Order, StringComparer.Ordinal).Take(BoardTop.Capacity).Select(TopUser.Of).ToList();
        var limit = random.Next(1, 12);
        foreach (var me in users)
        {
            // The user's own points may be newer than the board.
            var own = TopUser.Of(me) with { Points = me.Points + (75 * random.Next(2)), ReachedAt = Monday.AddHours(1) };
            var board = users.Where(user => user.IsListed && user.Id != me.Id).Select(TopUser.Of).Append(own).ToList();
            var sorted = board.Where(user => user.Points > 0).OrderByDescending(user => user.Points).ThenBy(user => user.ReachedAt)
                .ThenBy(user => user.UserId, StringComparer.Ordinal).Take(limit).ToList();
            if (!sorted.Contains(own))
                sorted.Add(own);
            Leaders.Arrange(top, histogram, own, counted: 0, limit).ShouldBe(sorted.Select(user => new LeaderRow(
                1 + board.Count(other => other.Points > user.Points), user.Name, new SiteUrl(user.Avatar), user.Points, user.UserId == me.Id)));
        }
    });

    [Fact]
    public void The_example_of_the_requirements()
    {
        var top = new[]
        {
            new TopUser("sophie", "Sophie L.", "/avatars/sophie.png", 1245, Monday),
            new TopUser("max", "Max", "/avatars/max.png", 300, Monday),
            new TopUser("eve", "Eve", "/avatars/eve.png", 300, Monday),
        };
        var histogram = Empty() with { Counts = [new(1245, 1), new(300, 2), new(150, 1)] };
        var you = new TopUser("you", "You", "/avatars/user.png", 150, Monday);
        var rows = Leaders.Arrange(top, histogram, you, counted: 0, limit: 1);
        rows.ShouldBe(
        [
            new LeaderRow(1, "Sophie L.", new SiteUrl("/avatars/sophie.png"), 1245, false),
            new LeaderRow(4, "You", new SiteUrl("/avatars/user.png"), 150, true),
        ]);
    }

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(112, "112th")]
    [InlineData(123, "123rd")]
    public void Ranks_are_told_as_one_says_them(int rank, string text) => WeekResult.Ordinal(rank).ShouldBe(text);

    /// <summary>What one histogram says of all users, several say together, whoever is in which.</summary>
    [Fact]
    public void The_ranks_of_a_board_in_parts_are_those_of_counting_users_one_by_one() => Seeded.Runs(200, random =>
    {
        var users = Enumerable.Range(0, random.Next(60)).Select(i => Entry($"u{i}", 75 * random.Next(9), random.Next(5) > 0)).ToList();
        var parts = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Empty()).ToList();
        foreach (var user in users)
        {
            var index = random.Next(parts.Count);
            parts[index] = parts[index].After([new EntryChange(null, user)]);
        }

        var whole = BoardHistogram.Sum(parts);
        var ranked = users.Where(user => user.IsListed).ToList();
        (whole.RankedUsers, whole.Participants).ShouldBe((ranked.Count, users.Count));
        whole.Counts.ShouldBe(Empty().After([.. users.Select(user => new EntryChange(null, user))]).Counts);
        for (var points = 0; points <= 700; points += 25)
            whole.RankOf(points).ShouldBe(1 + ranked.Count(user => user.Points > points));
    });

    [Fact]
    public void A_board_counts_as_frozen_as_soon_as_a_part_is_and_its_revisions_are_added_up()
    {
        var running = Empty() with { RankRevision = 3, Counts = [new(75, 2)] };
        BoardHistogram.Sum([running, running]).FrozenAt.ShouldBeNull();
        var whole = BoardHistogram.Sum([running, running with { FrozenAt = Monday, RankRevision = 4 }]);
        (whole.FrozenAt, whole.RankRevision).ShouldBe((Monday, 7));
        BoardHistogram.Sum([running]).ShouldBeSameAs(running);
    }

    [Fact]
    public void A_board_of_an_earlier_version_has_as_many_participants_as_are_ranked()
    {
        var earlier = Empty() with { Entries = null, Counts = [new(75, 2)] };
        earlier.After([new EntryChange(null, Entry("ann", 0, true))]).Participants.ShouldBe(2);
    }

    private static BoardHistogram Empty() => BoardHistogram.Empty(BoardPart.First(IsoWeek.Parse("2026-W47")));

    private static BoardEntry Entry(string id, int points, bool visible) => new()
    {
        Id = id,
        Board = "2026-W47",
        Name = id.ToUpperInvariant(),
        Avatar = $"/avatars/{id}.png",
        Visible = visible,
        Counted = visible,
        Points = points,
        ReachedAt = Monday,
    };

    [Fact]
    public void A_batch_that_moves_nobody_changes_no_rank()
    {
        var board = Empty() with { Revision = 7, RankRevision = 3, Counts = [new(75, 2)] };
        var renamed = board.After([new EntryChange(Entry("ann", 75, true), Entry("ann", 75, true) with { Name = "Anna" })]);
        (renamed.Revision, renamed.RankRevision, renamed.RankedUsers).ShouldBe((8, 3, 2));
        renamed.Counts.ShouldBeSameAs(board.Counts);

        var moved = board.After([new EntryChange(Entry("ann", 75, true), Entry("ann", 150, true)), new EntryChange(null, Entry("bob", 0, true))]);
        (moved.Revision, moved.RankRevision).ShouldBe((8, 4));
        moved.Counts.ShouldBe([new(150, 1), new(75, 1)]);
        moved.After([new EntryChange(Entry("ann", 150, true), null)]).Counts.ShouldBe([new(75, 1)], "what nobody has is no bar");
    }

    [Fact]
    public void Whoever_is_deleted_after_the_freeze_stays_counted()
    {
        var gone = new EntryChange(Entry("ann", 75, true), null);
        var open = Empty() with { Counts = [new(75, 2)] };
        open.After([gone]).RankedUsers.ShouldBe(1);
        var frozen = open with { FrozenAt = Monday };
        frozen.After([gone]).RankedUsers.ShouldBe(2);
        frozen.After([gone, new EntryChange(Entry("bob", 75, true), Entry("bob", 150, true))]).Counts.ShouldBe([new(150, 1), new(75, 1)]);
        (gone.UserId, new EntryChange(null, Entry("bob", 1, true)).UserId).ShouldBe(("ann", "bob"));
    }

    [Theory]
    [InlineData(0, 1, 2, 3)] // the board does not count the asking user, who moves the others down
    [InlineData(200, 1, 2, 2)] // it does
    [InlineData(100, 1, 2, 3)] // it does with as many as another has: that one is below now
    [InlineData(99, 1, 2, 3)]
    public void On_a_frozen_board_a_rank_says_how_many_have_more(int counted, int first, int own, int last)
    {
        var bars = new Dictionary<int, int> { [300] = 1, [100] = 1 };
        if (counted > 0)
            bars[counted] = bars.GetValueOrDefault(counted) + 1;
        var histogram = Empty() with
        {
            FrozenAt = Monday,
            Counts = [.. bars.OrderByDescending(bar => bar.Key).Select(bar => new PointsCount(bar.Key, bar.Value))],
        };
        var top = new[] { new TopUser("max", "Max", "/avatars/max.png", 300, Monday), new TopUser("eve", "Eve", "/avatars/eve.png", 100, Monday) };

        var rows = Leaders.Arrange(top, histogram, new TopUser("ann", "Ann", "/avatars/ann.png", 200, Monday), counted, limit: 10);

        rows.Select(row => (row.Name, row.Rank)).ShouldBe([("Max", first), ("Ann", own), ("Eve", counted == 200 ? 3 : last)]);
    }

    [Fact]
    public void Many_who_are_not_to_be_seen_stand_between_the_rows_of_a_frozen_board()
    {
        var histogram = Empty() with { FrozenAt = Monday, Counts = [new(300, 1), new(200, 8), new(100, 1)] };
        var top = new[] { new TopUser("max", "Max", "/avatars/max.png", 300, Monday), new TopUser("eve", "Eve", "/avatars/eve.png", 100, Monday) };

        Leaders.Arrange(top, histogram, own: null, counted: 0, limit: 10).Select(row => row.Rank).ShouldBe([1, 10]);
        Leaders.Arrange(top, histogram with { FrozenAt = null }, own: null, counted: 0, limit: 10).Select(row => row.Rank).ShouldBe([1, 2]);
        Leaders.Arrange(top, histogram, new TopUser("ann", "Ann", "/avatars/ann.png", 0, Monday), counted: 0, limit: 10).Select(row => row.Rank).ShouldBe([1, 10, 11]);
    }
}
