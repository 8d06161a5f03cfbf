using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

public sealed class BoardPartTests
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100_000, 1)]
    [InlineData(100_001, 2)]
    [InlineData(800_000, 8)]
    [InlineData(800_001, 9)]
    [InlineData(int.MaxValue, 32)]
    public void A_board_has_a_part_for_every_hundred_thousand_of_the_week_before(int participants, int parts) =>
        BoardRules.Default.PartsAfter(participants).ShouldBe(parts);

    [Fact]
    public void The_first_part_is_where_a_whole_board_is()
    {
        BoardPart.First(Week).Name.ShouldBe("2026-W47");
        BoardPart.First(Week, 3).ShouldBe(new BoardPart(Week, 0, 3));
        new BoardPart(Week, 0, 3).Name.ShouldBe("2026-W47");
        new BoardPart(Week, 2, 3).Name.ShouldBe("2026-W47/2");
    }

    /// <summary>Entries that are stored would not be found any more by another hash.</summary>
    [Theory]
    [InlineData("0199a000-0000-7000-8000-000000000001", 60905)]
    [InlineData("0199a000-0000-7000-8000-000000000002", 63493)]
    [InlineData("no id", 60763)]
    public void The_hash_of_a_user_never_changes(string userId, int hash) => PartitionHash.OfUser(userId).ShouldBe((ushort)hash);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(BoardRules.MostParts)]
    public void Users_are_spread_evenly_over_the_parts(int count)
    {
        const int Users = 20_000;
        var sizes = new int[count];
        for (var i = 0; i < Users; i++)
            sizes[BoardPart.First(Week, count).Of(Guid.CreateVersion7().ToString("D")).Index]++;
        sizes.ShouldAllBe(size => Math.Abs(size - (Users / count)) < 6 * Math.Sqrt(Users / count));
    }

    /// <summary>
    /// For a year the entry follows its user's name, and lives another year; all that time it is found by the number of parts, which
    /// nothing has written anew since the week was turned.
    /// </summary>
    [Fact]
    public async Task An_entry_in_a_later_part_is_found_as_long_as_it_lives()
    {
        using var bench = await ChallengeBench.OpenAsync(parts: 2);
        var week = bench.Week;
        var user = await bench.UserAsync("ann");
        while (BoardPart.First(week, 2).Of(user.UserId).Index == 0)
            user = await bench.UserAsync("ann");
        await bench.EarnAsync(user);
        bench.Clock.Pass(TimeSpan.FromDays(7));
        await bench.TurnAsync(week);
        bench.Clock.Pass(TimeSpan.FromDays(360));
        await bench.ChangeAsync(user, account => account with { FullName = "Ann" });
        await bench.RefreshAsync();
        bench.Clock.Pass(TimeSpan.FromDays(399));
        (await bench.AllAsync<BoardEntry>(new BoardPart(week, 1, 2).Name)).ShouldHaveSingleItem().Name.ShouldBe("Ann");

        await RandomUsers.DeleteAsync(bench, user);
        await bench.RefreshAsync();

        (await bench.AllAsync<BoardEntry>(new BoardPart(week, 1, 2).Name)).ShouldBeEmpty();
    }

    /// <summary>Followers of different ranges then work on different parts.</summary>
    [Fact]
    public async Task The_ranges_of_SQLites_feed_are_parts_of_boards()
    {
        using var database = SqliteDatabase.OpenTemporary();
        var store = new SqliteDocumentStore(database, new SteppedClock());
        await store.EnsureCreatedAsync();
        for (var i = 0; i < 200; i++)
        {
            var user = Guid.CreateVersion7().ToString("D");
            var write = new DocumentWrite.Create("thing", "thing", System.Text.Encoding.UTF8.GetBytes($$"""{"id":"thing","kind":"thing","userId":"{{user}}"}"""));
            (await store.CommitAsync(new DocumentBatch(Containers.UserData, user, [write]))).Succeeded.ShouldBeTrue();
        }

        var halves = await store.SplitChangesAsync(Containers.UserData, null);
        for (var half = 0; half < 2; half++)
        {
            var quarters = await store.SplitChangesAsync(Containers.UserData, halves[half]);
            for (var quarter = 0; quarter < 2; quarter++)
            {
                var page = await store.ReadChangesAsync(Containers.UserData, quarters[quarter], 1000);
                page.Documents.ShouldNotBeEmpty();
                page.Documents.ShouldAllBe(document => BoardPart.First(Week, 4).Of(document.Partition).Index == (2 * half) + quarter);
            }
        }
    }
}
