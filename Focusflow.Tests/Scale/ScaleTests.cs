using Focusflow.Tests.Costs;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Scale;

/// <summary>
/// What must hold however many users there are. Figures of time are those of <c>benchmarks/Focusflow.Scale</c>, see docs/scale.md.
/// </summary>
public sealed class ScaleTests
{
    private const int Few = 200;
    private const int Many = 10_000;

    [Fact]
    public async Task Among_ten_thousand_users_requests_cost_what_they_cost_among_two_hundred_and_a_killed_turn_of_the_week_ends_the_same()
    {
        using var small = await WriteAsync(Few);
        var few = await RequestPaths.OfWorldAsync(small.Path);

        using var large = await WriteAsync(Many);
        using var copy = large.Copy();
        using var another = large.Copy();
        Told(RequestPaths.Moved(few, await RequestPaths.OfWorldAsync(large.Path))).ShouldBeEmpty();

        var turned = await WeekTurning.RunAsync(copy.Path, Many, killAt: null);
        turned.Wrong.ShouldBe(0);
        var killed = await WeekTurning.RunAsync(another.Path, Many, killAt: Many / 2);
        killed.Killed.ShouldBeTrue();
        (killed.Wrong, killed.Result).ShouldBe((0, turned.Result));
    }

    [Fact]
    public async Task Requests_of_somebody_with_many_years_ask_what_they_ask_of_somebody_with_two()
    {
        var two = await RequestPaths.OfPastAsync(days: 800);
        var many = await RequestPaths.OfPastAsync(days: 1400);

        many.Documents.ShouldBeGreaterThan(two.Documents * 3 / 2);
        Told(RequestPaths.Moved(two.Lines, many.Lines)
            .Where(pair => !RequestPaths.OfAllTime.Contains(pair.After.Function) && !pair.After.Is("RefreshLeaderboard", RequestPaths.AccountChanged)))
            .ShouldBeEmpty();
    }

    private static string Told(IEnumerable<(Measured Before, Measured After)> moved) =>
        string.Join('\n', moved.Select(pair => $"{pair.After}: {pair.Before.Calls} became {pair.After.Calls}"));

    private static async Task<WorldFolder> WriteAsync(int users)
    {
        var folder = new WorldFolder();
        await using var meter = await CostMeter.StartAsync(folder.Path, World.Written);
        var world = new World(users);
        await world.WriteAsync(meter);
        await world.FollowAsync(meter); // throws when a rank is not exact
        return folder;
    }
}
