using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Insights;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Insights;

public sealed class WorkingHoursTests
{
    private static readonly LocalDate Monday = new(2026, 11, 23);

    [Fact]
    public void Of_an_hour_that_lies_half_in_the_hours_of_work_half_is_inside()
    {
        var seconds = Hours((0, 8, 600), (0, 9, 3000), (0, 16, 1000), (0, 17, 900), (5, 10, 1800));

        Of("09:30", "16:15").Divide(seconds).ShouldBe(new FocusAndWork(1500 + 250, 600 + 1500 + 750 + 900, 1800));
    }

    [Fact]
    public void A_night_shift_is_work_of_the_day_it_starts_on()
    {
        var hours = Of("22:00", "06:00"); // Monday to Friday

        hours.StretchesOf(0).ShouldBe([(22 * 60, 24 * 60)]); // not the night to Monday
        hours.StretchesOf(1).ShouldBe([(0, 6 * 60), (22 * 60, 24 * 60)]);
        hours.StretchesOf(5).ShouldBe([(0, 6 * 60)]); // the end of Friday's
        hours.StretchesOf(6).ShouldBeEmpty();
        hours.Divide(Hours((5, 2, 1200), (6, 2, 300))).ShouldBe(new FocusAndWork(1200, 0, 300));
    }

    [Fact]
    public void Whose_days_start_at_noon_has_each_night_in_one_day()
    {
        var hours = Of("22:00", "06:00", "12:00");

        for (var weekday = 0; weekday < 7; weekday++)
            hours.StretchesOf(weekday).ShouldBe(weekday < 5 ? [(0, 6 * 60), (22 * 60, 24 * 60)] : []);
    }

    [Theory]
    [InlineData("00:00")]
    [InlineData("09:00")]
    public void Hours_that_end_when_they_start_are_none(string time) => WorkingHours.Of(Settings(time, time, "00:00")).ShouldBeNull();

    /// <summary>As somebody would do it who has the shifts of a few weeks before them.</summary>
    [Fact]
    public void A_minute_is_inside_when_a_shift_of_the_calendar_has_it() => Seeded.Runs(60, random =>
    {
        var (start, end, dayStart) = (Time(), Time(), random.Next(3) == 0 ? LocalTime.Midnight : Time());
        if (start == end)
            return;
        var settings = new UserSettings { WorkStartTime = start, WorkEndTime = end, DayStartsAt = dayStart, WorkDays = [.. UserSettings.Weekdays.Where(_ => random.Next(2) == 0)] };
        var hours = WorkingHours.Of(settings)!;
        var shifts = Enumerable.Range(-7, 21).Select(Monday.PlusDays).Where(day => settings.WorksOn(day.DayOfWeek))
            .Select(day => (From: day.At(start), Until: (end < start ? day.PlusDays(1) : day).At(end))).ToList();
        for (var weekday = 0; weekday < 7; weekday++)
        {
            for (var minute = 0; minute < 1440; minute += random.Next(1, 4))
            {
                var clock = LocalTime.FromMinutesSinceMidnight(minute);
                var moment = Monday.PlusDays(weekday + (clock < dayStart ? 1 : 0)).At(clock);
                hours.Contains(weekday, minute).ShouldBe(shifts.Exists(shift => shift.From <= moment && moment < shift.Until), $"{moment}, {start} to {end}, days from {dayStart}");
            }

            hours.StretchesOf(weekday).Sum(stretch => stretch.Until - stretch.From).ShouldBe(Enumerable.Range(0, 1440).Count(minute => hours.Contains(weekday, minute)));
        }

        var seconds = Enumerable.Range(0, 7).Select(_ => (IReadOnlyList<int>)[.. Enumerable.Range(0, 24).Select(_ => random.Next(20_000))]).ToList();
        var divided = hours.Divide(seconds);
        (divided.InsideSeconds + divided.OutsideSeconds + divided.DaysOffSeconds).ShouldBe(seconds.Sum(day => day.Sum()));
        ((int[])[divided.InsideSeconds, divided.OutsideSeconds, divided.DaysOffSeconds]).ShouldAllBe(part => part >= 0);

        LocalTime Time() => LocalTime.FromMinutesSinceMidnight(random.Next(1440));
    });

    private static WorkingHours Of(string start, string end, string dayStart = "00:00") => WorkingHours.Of(Settings(start, end, dayStart)).ShouldNotBeNull();

    private static UserSettings Settings(string start, string end, string dayStart) => new()
    {
        WorkStartTime = Clock(start),
        WorkEndTime = Clock(end),
        DayStartsAt = Clock(dayStart),
    };

    private static LocalTime Clock(string time) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value;

    private static int[][] Hours(params (int Weekday, int Hour, int Seconds)[] focus)
    {
        var hours = Enumerable.Range(0, 7).Select(_ => new int[24]).ToArray();
        foreach (var (weekday, hour, seconds) in focus)
            hours[weekday][hour] = seconds;
        return hours;
    }
}
