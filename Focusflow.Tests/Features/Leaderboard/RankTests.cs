using Focusflow.Core.Features.Leaderboard;
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
            var histogram = BoardHistogram.Empty("2026-W47");
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
        var histogram = BoardHistogram.Empty("2026-W47").After([.. users.Select(user => new EntryChange(null, user))]);
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
        var histogram = BoardHistogram.Empty("2026-W47") with { Counts = [new(1245, 1), new(300, 2), new(150, 1)] };
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
}
