using Focusflow.Core.Features.Shutdown;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

public sealed class DayPointsTests
{
    [Fact]
    public void The_example_follows_its_own_formula() => DayPoints.Of(3, 420, 480, 5).ShouldBe(35);

    [Theory]
    [InlineData(0, 0, 480, 0, 10)]
    [InlineData(0, 480, 480, 0, 25)]
    [InlineData(2, 479, 480, 10, 40)]
    [InlineData(2, 500, 480, 11, 55)]
    [InlineData(0, 0, 480, 365, 30)]
    public void Points_add_up(int tasks, int focus, int goal, int streak, int points) =>
        DayPoints.Of(tasks, focus, goal, streak).ShouldBe(points);

    /// <summary>The oracle hands out the points one reason at a time, as the requirements tell it.</summary>
    [Fact]
    public void Points_are_those_of_the_requirements() => Seeded.Runs(100, random =>
    {
        for (var day = 0; day < 1_000; day++)
        {
            var (tasks, focus, goal, streak) = (random.Next(40), random.Next(900), random.Next(1, 900), random.Next(30));
            var expected = 0;
            expected += 10;
            for (var task = 0; task < tasks; task++)
                expected += 5;
            if (focus >= goal)
                expected += 15;
            if (streak > 0)
                expected += streak * 2 < 20 ? streak * 2 : 20;
            DayPoints.Of(tasks, focus, goal, streak).ShouldBe(expected);
        }
    });
}
