using Focusflow.Core.Features.Shutdown;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Shutdown;

public sealed class StreakTests
{
    private static readonly LocalDate Friday = new(2025, 9, 26);

    [Fact]
    public void A_streak_ends_today_or_yesterday_while_today_has_none()
    {
        On(Friday, Days(-2, -1, 0)).ShouldBe(3);
        On(Friday, Days(-2, -1)).ShouldBe(2);
        On(Friday, Days(-3, -2)).ShouldBe(0);
        On(Friday, []).ShouldBe(0);
        On(Friday, Days(0)).ShouldBe(1);
    }

    [Fact]
    public void A_day_off_without_a_reflection_does_not_break_it_and_one_with_adds_to_it()
    {
        var monday = Friday.PlusDays(3);
        On(monday, Days(-1, 0, 3)).ShouldBe(3);
        On(monday, Days(-1, 0, 1, 3)).ShouldBe(4);
        On(monday, Days(-1, 0)).ShouldBe(2);
    }

    [Fact]
    public void Who_never_works_never_breaks_a_streak() =>
        Streak.On(Friday, Friday.PlusDays(-400), day => day == Friday.PlusDays(-400), _ => false).ShouldBe(1);

    /// <summary>The oracle walks forward from the first day, counting as one would on a calendar on the wall.</summary>
    [Fact]
    public void Streaks_are_those_of_a_calendar_on_the_wall() => Seeded.Runs(100, random =>
    {
        for (var history = 0; history < 1_000; history++)
        {
            var today = Friday.PlusDays(random.Next(-400, 400));
            var length = random.Next(0, 45);
            var density = random.NextDouble();
            var reflected = Enumerable.Range(0, length).Where(_ => random.NextDouble() < density).Select(back => today.PlusDays(-back)).ToHashSet();
            var workDays = random.Next(128);
            bool Works(IsoDayOfWeek day) => (workDays & (1 << ((int)day - 1))) != 0;

            var expected = 0;
            for (var day = today.PlusDays(-length); day <= today; day = day.PlusDays(1))
            {
                if (reflected.Contains(day))
                    expected++;
                else if (Works(day.DayOfWeek) && day != today)
                    expected = 0;
            }

            Streak.On(today, reflected.Count == 0 ? null : reflected.Min(), reflected.Contains, day => Works(day.DayOfWeek)).ShouldBe(expected);
        }
    });

    private static int On(LocalDate today, HashSet<LocalDate> days) => Streak.On(
        today, days.Count == 0 ? null : days.Min(), days.Contains, day => day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday));

    private static HashSet<LocalDate> Days(params int[] fromFriday) => [.. fromFriday.Select(Friday.PlusDays)];
}
