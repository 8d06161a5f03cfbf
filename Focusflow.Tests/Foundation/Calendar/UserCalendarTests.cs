using System.Globalization;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Calendar;

public sealed class UserCalendarTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2025-03-30", 23)] // 02:00 becomes 03:00
    [InlineData("Europe/Berlin", "2025-10-26", 25)] // 03:00 becomes 02:00
    [InlineData("America/New_York", "2025-11-02", 25)]
    [InlineData("Australia/Lord_Howe", "2025-10-05", 23.5)] // half an hour
    [InlineData("America/Santiago", "2025-09-07", 23)] // midnight itself is skipped
    [InlineData("Asia/Kolkata", "2025-03-30", 24)]
    public void A_day_is_as_long_as_its_zone_makes_it(string zone, string day, double hours)
    {
        var (start, end) = Calendar(zone).BoundsOf(DayText.Parse(day));

        (end - start).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void Where_midnight_is_skipped_the_day_starts_after_the_gap()
    {
        var calendar = Calendar("America/Santiago");

        calendar.StartOf(new LocalDate(2025, 9, 7)).ShouldBe(At("2025-09-07T01:00:00-03:00"));
        calendar.DayOf(At("2025-09-06T23:59:59-04:00")).ShouldBe(new LocalDate(2025, 9, 6));
        calendar.DayOf(At("2025-09-07T01:00:00-03:00")).ShouldBe(new LocalDate(2025, 9, 7));
    }

    [Fact]
    public void Where_the_start_of_the_day_happens_twice_the_first_one_counts()
    {
        var calendar = Calendar("Europe/Berlin", startsAt: 2);

        calendar.StartOf(new LocalDate(2025, 10, 26)).ShouldBe(At("2025-10-26T02:00:00+02:00"));
        calendar.DayOf(At("2025-10-26T02:59:00+02:00")).ShouldBe(new LocalDate(2025, 10, 26));
        calendar.DayOf(At("2025-10-26T02:00:00+01:00")).ShouldBe(new LocalDate(2025, 10, 26));
    }

    [Fact]
    public void With_a_later_start_the_small_hours_belong_to_the_day_before()
    {
        var calendar = Calendar("Europe/Berlin", startsAt: 4);

        calendar.DayOf(At("2025-09-26T03:59:59.999+02:00")).ShouldBe(new LocalDate(2025, 9, 25));
        calendar.DayOf(At("2025-09-26T04:00:00+02:00")).ShouldBe(new LocalDate(2025, 9, 26));
    }

    [Fact]
    public void A_local_time_in_a_gap_is_read_as_the_first_one_after_it() =>
        Calendar("Europe/Berlin").At(new LocalDateTime(2025, 3, 30, 2, 30)).ShouldBe(At("2025-03-30T03:00:00+02:00"));

    [Fact]
    public void Of_a_local_time_that_happens_twice_the_earlier_is_meant() =>
        Calendar("Europe/Berlin").At(new LocalDateTime(2025, 10, 26, 2, 30)).ShouldBe(At("2025-10-26T02:30:00+02:00"));

    [Fact]
    public void There_is_no_calendar_of_a_zone_that_does_not_exist() =>
        UserCalendar.Find("Mars/Olympus_Mons", LocalTime.Midnight).ShouldBeNull();

    private static UserCalendar Calendar(string zone, int startsAt = 0) =>
        UserCalendar.Find(zone, new LocalTime(startsAt, 0)).ShouldNotBeNull();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
