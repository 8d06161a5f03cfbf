using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Ical.Net.CalendarComponents;
using NodaTime;
using Shouldly;
using Xunit;
using CalDateTime = Ical.Net.DataTypes.CalDateTime;

namespace Focusflow.Tests.Features.Tasks;

public sealed class RecurrenceRuleTests
{
    [Theory]
    [InlineData("FREQ=DAILY", "2026-11-21", "2026-11-22 2026-11-23 2026-11-24")]
    [InlineData("FREQ=DAILY;INTERVAL=3", "2026-02-26", "2026-03-01 2026-03-04 2026-03-07")]
    [InlineData("FREQ=WEEKLY", "2026-11-21", "2026-11-28 2026-12-05 2026-12-12")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-20", "2026-11-23 2026-11-25 2026-11-27")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "2026-11-22", "2026-11-30 2026-12-06 2026-12-14")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31", "2027-02-28 2027-03-31 2027-04-30")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", "2028-02-29 2028-03-31 2028-04-30")]
    [InlineData("FREQ=MONTHLY", "2026-01-31", "2026-03-31 2026-05-31 2026-07-31")]
    [InlineData("FREQ=MONTHLY;BYDAY=5FR", "2026-01-30", "2026-05-29 2026-07-31 2026-10-30")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-12-25 2027-01-29 2027-02-26")]
    [InlineData("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-11-13", "2027-08-13 2028-10-13 2029-04-13")]
    [InlineData("FREQ=YEARLY", "2024-02-29", "2028-02-29 2032-02-29 2036-02-29")]
    [InlineData("FREQ=YEARLY;BYDAY=1MO", "2026-01-05", "2027-01-04 2028-01-03 2029-01-01")]
    [InlineData("FREQ=DAILY;COUNT=3", "2026-11-21", "2026-11-22 2026-11-23")]
    [InlineData("FREQ=DAILY;COUNT=1", "2026-11-21", "")]
    [InlineData("FREQ=DAILY;UNTIL=20261123", "2026-11-21", "2026-11-22 2026-11-23")]
    [InlineData("FREQ=DAILY;UNTIL=20261123T120000", "2026-11-21", "2026-11-22 2026-11-23")]
    [InlineData("FREQ=DAILY;UNTIL=20261122T230000Z", "2026-11-21", "2026-11-22")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO", "2026-11-21", "2026-11-23 2026-11-30 2026-12-07")]
    public void A_rule_names_the_days_that_come(string rule, string start, string days) =>
        Days(rule, DayText.Parse(start)).Take(3).Select(DayText.Write).ShouldBe(days.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void An_UNTIL_that_is_an_instant_is_a_day_of_the_user()
    {
        var rule = RecurrenceRule.Parse("FREQ=DAILY;UNTIL=20261122T230000Z", out _)!;
        var (first, second) = (new LocalDate(2026, 11, 21), new LocalDate(2026, 11, 22));
        rule.Next(first, second, 2, UserCalendar.Find("Europe/Berlin", LocalTime.Midnight)!).ShouldBe(new LocalDate(2026, 11, 23));
        rule.Next(first, second, 2, UserCalendar.Find("Europe/London", LocalTime.Midnight)!).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "an empty part")]
    [InlineData("daily", "must not have DAILY; it may have FREQ, INTERVAL, BYDAY, BYMONTHDAY, COUNT, UNTIL")]
    [InlineData("INTERVAL=2", "must have a FREQ")]
    [InlineData("FREQ=HOURLY", "FREQ that is not one: it is DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("FREQ=DAILY;BYSETPOS=1", "must not have BYSETPOS")]
    [InlineData("FREQ=YEARLY;BYMONTH=2", "must not have BYMONTH;")]
    [InlineData("FREQ=DAILY;BYHOUR=9", "must not have BYHOUR")]
    [InlineData("FREQ=WEEKLY;WKST=SU", "must not have WKST")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY", "FREQ only once")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "INTERVAL that is not one: it is a number from 1 to 1000.")]
    [InlineData("FREQ=DAILY;COUNT=1001", "COUNT that is not one: it is a number from 1 to 1000.")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,32", "BYMONTHDAY that is not one: it is a list of days from 1 to 31 or from -31 to -1.")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,XX", "BYDAY that is not one: it is a list of days such as MO,TH or 1MO,-1FR.")]
    [InlineData("FREQ=DAILY;;INTERVAL=2", "must not have an empty part;")]
    [InlineData("FREQ", "has a FREQ that is not one")]
    [InlineData("FREQ=DAILY;COUNT=+1", "COUNT that is not one")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20261123", "both COUNT and UNTIL")]
    [InlineData("FREQ=DAILY;UNTIL=soon", "UNTIL that is not one: it is a date such as 20261231.")]
    [InlineData("FREQ=DAILY;UNTIL=20261301", "UNTIL that is not one")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", "BYDAY that is not one")]
    [InlineData("FREQ=WEEKLY;BYDAY=", "BYDAY that is not one")]
    [InlineData("FREQ=WEEKLY;BYDAY=2MO", "must not have numbers in BYDAY with FREQ=WEEKLY.")]
    [InlineData("FREQ=DAILY;BYDAY=-1MO", "must not have numbers in BYDAY with FREQ=DAILY.")]
    [InlineData("FREQ=MONTHLY;BYDAY=-6MO", "beyond the fifth weekday of a month")]
    [InlineData("FREQ=MONTHLY;BYDAY=6MO", "beyond the fifth")]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO", "BYDAY that is not one")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY that is not one")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY with FREQ=WEEKLY")]
    public void What_a_rule_must_not_be_is_told_by_name(string rule, string sentence)
    {
        RecurrenceRule.Parse(rule, out var complaint).ShouldBeNull();
        complaint.ShouldContain(sentence);
        complaint.ShouldEndWith(".");
    }

    [Fact]
    public void The_most_of_a_count_is_taken_and_calendars_do_not_run_out()
    {
        RecurrenceRule.Parse("FREQ=DAILY;COUNT=1000;INTERVAL=1000", out _).ShouldNotBeNull();
        RecurrenceRule.Parse("FREQ=YEARLY;BYDAY=53MO", out _).ShouldNotBeNull();
        RecurrenceRule.Parse("FREQ=MONTHLY;BYDAY=5MO", out _).ShouldNotBeNull();
        var rule = RecurrenceRule.Parse("FREQ=YEARLY;INTERVAL=1000", out _)!;
        rule.Next(new LocalDate(7998, 6, 1), new LocalDate(7998, 6, 1), 1, UserCalendar.Utc).ShouldBe(new LocalDate(8998, 6, 1));
        rule.Next(new LocalDate(8000, 6, 1), new LocalDate(8000, 6, 1), 1, UserCalendar.Utc).ShouldBeNull();
    }

    [Fact]
    public void Intervals_are_counted_from_the_start_also_for_a_task_that_was_moved_before_it()
    {
        var rule = RecurrenceRule.Parse("FREQ=DAILY;INTERVAL=3", out _)!;
        var start = new LocalDate(2026, 11, 21);
        rule.Next(start, start.PlusDays(-10), 1, UserCalendar.Utc).ShouldBe(start);
        rule.Next(start, start.PlusDays(4), 2, UserCalendar.Utc).ShouldBe(start.PlusDays(6));
    }

    [Fact]
    public void A_rule_is_kept_in_capitals_without_its_name() => RecurrenceRule.Parse(" rrule:freq=weekly;byday=mo ", out _)!.Text.ShouldBe("FREQ=WEEKLY;BYDAY=MO");

    [Fact]
    public void A_rule_that_never_comes_is_known_as_such()
    {
        RecurrenceRule.Parse("FREQ=DAILY;INTERVAL=7;BYDAY=TU", out _)!.Comes(new LocalDate(2026, 11, 23)).ShouldBeFalse();
        RecurrenceRule.Parse("FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", out _)!.Comes(new LocalDate(2026, 11, 23)).ShouldBeFalse();
        RecurrenceRule.Parse("FREQ=DAILY;INTERVAL=7;BYDAY=TU", out _)!.Comes(new LocalDate(2026, 11, 24)).ShouldBeTrue();
    }

    /// <summary>
    /// Day by day it is the library's own expansion of the whole series from its first task on, which is a day of the rule here, so
    /// that COUNT means the same to both.
    /// </summary>
    [Fact]
    public void Going_from_day_to_day_is_the_expansion_of_the_whole_series() => Seeded.Runs(150, random =>
    {
        var text = Random(random);
        var rule = RecurrenceRule.Parse(text, out var complaint).ShouldNotBeNull(text + ": " + complaint);
        var some = new LocalDate(2020, 1, 1).PlusDays(random.Next(5000));
        if (!rule.Comes(some))
            return;
        var plain = RecurrenceRule.Parse(string.Join(';', text.Split(';').Where(part => !part.StartsWith("COUNT", StringComparison.Ordinal) && !part.StartsWith("UNTIL", StringComparison.Ordinal))), out _)!;
        var start = plain.Next(some, some, 1, UserCalendar.Utc)!.Value;
        if (!plain.Comes(start))
            return;

        var source = new CalendarEvent { DtStart = new CalDateTime(start.Year, start.Month, start.Day), RecurrenceRule = new(text) };
        var expected = source.GetOccurrences(new CalDateTime(start.Year, start.Month, start.Day)).Take(25)
            .Select(occurrence => LocalDate.FromDateOnly(occurrence.Period.StartTime.Date)).ToList();

        // The library leaves out a first day that lies behind UNTIL already; the task of that day is there all the same.
        Days(text, start).Take(24).Prepend(start).ShouldBe(expected.DefaultIfEmpty(start), text + " from " + start);
    });

    private static string Random(Random random)
    {
        string[] week = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        var frequency = new[] { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" }[random.Next(4)];
        var parts = new List<string> { "FREQ=" + frequency };
        if (random.Next(2) == 0)
            parts.Add($"INTERVAL={random.Next(1, 5)}");
        switch (random.Next(3))
        {
            case 0 when frequency is "MONTHLY":
                parts.Add("BYDAY=" + new[] { 1, 2, 3, 4, 5, -1, -2 }[random.Next(7)] + week[random.Next(7)]);
                break;
            case 0 when frequency is "WEEKLY":
                parts.Add("BYDAY=" + string.Join(',', week.Where((_, i) => i == 3 || random.Next(3) == 0)));
                break;
            case 1 when frequency is "MONTHLY" or "YEARLY":
                parts.Add($"BYMONTHDAY={new[] { 1, 15, 28, 29, 30, 31, -1, -2, -31 }[random.Next(9)]}");
                break;
        }

        switch (random.Next(3))
        {
            case 0:
                parts.Add($"COUNT={random.Next(1, 12)}");
                break;
            case 1:
                parts.Add($"UNTIL={random.Next(2021, 2036)}{random.Next(1, 13):D2}{random.Next(1, 29):D2}");
                break;
        }

        return string.Join(';', parts);
    }

    private static IEnumerable<LocalDate> Days(string text, LocalDate start)
    {
        var rule = RecurrenceRule.Parse(text, out _)!;
        var (day, number) = (start, 1);
        while (rule.Next(start, day, number, UserCalendar.Utc) is { } next)
        {
            yield return next;
            (day, number) = (next, number + 1);
        }
    }
}
