using Focusflow.Core.Features.Wellness;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Wellness;

/// <summary>When to ask how a user is; 2025-10-08 is a Wednesday.</summary>
public sealed class WellnessRulesTests
{
    private static readonly DateTimeOffset Now = new(2025, 10, 8, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(8, new int[0], false)]
    [InlineData(8, new[] { 7 }, false)]
    [InlineData(8, new[] { 6, 7 }, true)]
    [InlineData(8, new[] { 5, 6, 7 }, true)] // a hard Sunday counts
    [InlineData(8, new[] { 5, 6 }, false)] // Tuesday was a day of work and not hard
    [InlineData(7, new[] { 3, 6 }, true)] // Friday, Monday, Tuesday
    [InlineData(7, new[] { 2, 6 }, false)]
    [InlineData(7, new[] { 6, 8 }, true)] // of yesterday, sent today
    [InlineData(6, new[] { 7, 8 }, true)]
    public void Three_hard_days_in_a_row_lead_to_it_and_days_off_do_not_break_the_row(int day, int[] hard, bool asks) =>
        WellnessRules.Asks(October(day), other => other.Month == 10 && hard.Contains(other.Day), Weekday, askedAt: null, Now).ShouldBe(asks);

    [Theory]
    [InlineData(0, false)]
    [InlineData((7 * 24) - 0.01, false)]
    [InlineData(7 * 24, true)]
    public void Nobody_is_asked_twice_within_seven_days(double hoursAgo, bool asks) =>
        WellnessRules.Asks(October(8), _ => true, Weekday, Now.AddHours(-hoursAgo), Now).ShouldBe(asks);

    [Fact]
    public void What_is_noted_stays_short()
    {
        var days = WellnessDays.None("u");
        for (var day = October(1); day <= October(31); day = day.PlusDays(1))
            days = days.With(day).With(day);

        days.OverworkedDays.ShouldBe(["2025-10-24", "2025-10-25", "2025-10-26", "2025-10-27", "2025-10-28", "2025-10-29", "2025-10-30", "2025-10-31"]);
    }

    private static bool Weekday(LocalDate day) => day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);

    private static LocalDate October(int day) => new(2025, 10, day);
}
