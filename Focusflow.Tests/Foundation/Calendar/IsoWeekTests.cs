using System.Globalization;
using Focusflow.Core.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class IsoWeekTests
{
    [Fact]
    public void Weeks_are_those_of_ISO_8601_in_UTC() => Seeded.Runs(2_000, random =>
    {
        var instant = new DateTimeOffset(random.NextInt64(new DateTime(1990, 1, 1).Ticks, new DateTime(2100, 1, 1).Ticks), TimeSpan.Zero)
            .ToOffset(TimeSpan.FromHours(random.Next(-14, 15)));
        var week = IsoWeek.Of(instant);
        var date = instant.UtcDateTime;
        week.ToString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date):D4}-W{ISOWeek.GetWeekOfYear(date):D2}"));
        week.Contains(instant).ShouldBeTrue();
        IsoWeek.Parse(week.ToString()).ShouldBe(week);
        week.Next.Previous.ShouldBe(week);
        week.Next.Start.ShouldBe(week.End);
        string.CompareOrdinal(week.ToString(), week.Next.ToString()).ShouldBeLessThan(0);
        IsoWeek.Of(week.End.AddTicks(-1)).ShouldBe(week);
        IsoWeek.Of(week.End).ShouldBe(week.Next);
    });

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-47")]
    [InlineData("2026-W4")]
    [InlineData("+026-W47")]
    [InlineData("2026-w47")]
    public void What_is_no_week_is_refused(string? text) => IsoWeek.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_long_year_has_53_weeks() => IsoWeek.TryParse("2026-W53", out _).ShouldBeTrue();
}
