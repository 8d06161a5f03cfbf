using System.Globalization;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class IsoWeekTests
{
    [Fact]
    public void Weeks_are_those_of_ISO_8601() => Seeded.Runs(2_000, random =>
    {
        var date = new DateTime(random.NextInt64(new DateTime(1990, 1, 1).Ticks, new DateTime(2100, 1, 1).Ticks));
        var day = LocalDate.FromDateTime(date);
        var week = IsoWeek.Of(day);
        week.ToString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date):D4}-W{ISOWeek.GetWeekOfYear(date):D2}"));
        IsoWeek.Parse(week.ToString()).ShouldBe(week);
        week.Next.Previous.ShouldBe(week);
        string.CompareOrdinal(week.ToString(), week.Next.ToString()).ShouldBeLessThan(0);
        (day >= week.Monday && day <= week.Sunday).ShouldBeTrue();
        IsoWeek.Of(week.Sunday).ShouldBe(week);
        IsoWeek.Of(week.Sunday.PlusDays(1)).ShouldBe(week.Next);
    });

    /// <summary>The oracle asks the clocks of all zones, with days that start at midnight and with ones that start late.</summary>
    [Fact]
    public void A_week_closes_when_its_last_day_is_over_everywhere_and_is_somebodys_until_then() => Seeded.Runs(300, random =>
    {
        var now = new DateTimeOffset(random.NextInt64(new DateTime(2024, 1, 1).Ticks, new DateTime(2030, 1, 1).Ticks), TimeSpan.Zero);
        if (random.Next(2) == 0)
        {
            // Around the turn.
            now = IsoWeek.Of(LocalDate.FromDateTime(now.UtcDateTime)).Closes.AddHours(random.Next(-30, 30));
        }

        var zones = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]).ToList();
        var weeks = zones.Select(zone => new UserCalendar(zone, LocalTime.Midnight).WeekOf(now)).Distinct().ToList();
        IsoWeek.LastClosedAt(now).ShouldBeLessThan(weeks.Min());
        IsoWeek.LastClosedAt(now).Next.ShouldBe(weeks.Min());
        (IsoWeek.LastClosedAt(now).Closes <= now && IsoWeek.LastClosedAt(now).Next.Closes > now).ShouldBeTrue();
        var late = zones.Select(zone => new UserCalendar(zone, new LocalTime(random.Next(24), 30)).WeekOf(now));
        weeks.Concat(late).ShouldAllBe(week => IsoWeek.CurrentAt(now).Contains(week));
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

    [Fact]
    public void Weeks_are_compared_by_when_they_are()
    {
        var (earlier, later) = (IsoWeek.Parse("2026-W09"), IsoWeek.Parse("2026-W10"));
        var same = IsoWeek.Parse("2026-W09");
        (earlier < later, later < earlier, earlier < same).ShouldBe((true, false, false));
        (earlier > later, later > earlier, earlier > same).ShouldBe((false, true, false));
        (earlier <= later, later <= earlier, earlier <= same).ShouldBe((true, false, true));
        (earlier >= later, later >= earlier, earlier >= same).ShouldBe((false, true, true));
    }

    [Theory]
    [InlineData("1899-W52", false)]
    [InlineData("1900-W01", true)]
    [InlineData("9000-W01", true)]
    [InlineData("9001-W01", false)]
    public void Weeks_are_known_for_so_many_years(string text, bool known) => IsoWeek.TryParse(text, out _).ShouldBe(known);

    [Fact]
    public void What_is_no_week_is_named_where_one_is_expected() =>
        Should.Throw<FormatException>(() => IsoWeek.Parse("2026-W60")).Message.ShouldBe("'2026-W60' is no week such as 2026-W47.");

    [Fact]
    public void On_most_days_one_week_is_everybodys()
    {
        IsoWeek.CurrentAt(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero)).ShouldBe([IsoWeek.Parse("2026-W48")]);
        IsoWeek.CurrentAt(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero)).ShouldBe([IsoWeek.Parse("2026-W48"), IsoWeek.Parse("2026-W49")]);
    }
}
