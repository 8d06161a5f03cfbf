using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Calendar;
using NodaTime;
using NodaTime.TimeZones;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

public sealed class ShutdownPlanningTests
{
    private static readonly UserSettings Berlin = new() { Timezone = "Europe/Berlin", DailyShutdownTime = new LocalTime(17, 30) };

    [Theory]
    [InlineData("2025-10-06T09:00:00Z", "2025-10-06", "2025-10-06T15:30:00Z")] // a Monday morning
    [InlineData("2025-10-06T15:29:59.999Z", "2025-10-06", "2025-10-06T15:30:00Z")]
    [InlineData("2025-10-06T15:30:00Z", "2025-10-07", "2025-10-07T15:30:00Z")]
    [InlineData("2025-10-10T16:00:00Z", "2025-10-13", "2025-10-13T15:30:00Z")] // Friday evening: Monday
    [InlineData("2025-10-24T16:00:00Z", "2025-10-27", "2025-10-27T16:30:00Z")] // over the end of summer time
    public void The_next_reminder_comes_on_the_next_day_of_work(string now, string day, string at) =>
        ShutdownPlanning.After(Berlin, At(now)).ShouldBe(new PlannedShutdown(DayText.Parse(day), At(at)));

    [Fact]
    public void Somebody_who_switched_it_off_or_never_works_has_no_plan()
    {
        ShutdownPlanning.After(Berlin with { ShutdownRemindersEnabled = false }, At("2025-10-06T09:00:00Z")).ShouldBeNull();
        ShutdownPlanning.After(Berlin with { WorkDays = [] }, At("2025-10-06T09:00:00Z")).ShouldBeNull();
    }

    [Fact]
    public void A_time_before_the_start_of_the_day_belongs_to_the_evening_before()
    {
        // Friday's shutdown comes in the night to Saturday, Sunday's (a day off) not in that to Monday.
        var owl = Berlin with { DailyShutdownTime = new LocalTime(1, 0), DayStartsAt = new LocalTime(4, 0) };
        ShutdownPlanning.After(owl, At("2025-10-10T12:00:00Z")).ShouldBe(new PlannedShutdown(new LocalDate(2025, 10, 10), At("2025-10-10T23:00:00Z")));
        ShutdownPlanning.After(owl, At("2025-10-11T12:00:00Z")).ShouldBe(new PlannedShutdown(new LocalDate(2025, 10, 13), At("2025-10-13T23:00:00Z")));
    }

    [Fact]
    public void A_skipped_time_becomes_the_end_of_the_gap_and_of_a_repeated_one_the_first_is_taken()
    {
        var nights = Berlin with { DailyShutdownTime = new LocalTime(2, 30), WorkDays = UserSettings.Weekdays };
        ShutdownPlanning.After(nights, At("2025-03-29T12:00:00Z"))!.Value.At.ShouldBe(At("2025-03-30T01:00:00Z"));
        ShutdownPlanning.After(nights, At("2025-10-25T12:00:00Z"))!.Value.At.ShouldBe(At("2025-10-26T00:30:00Z"));
    }

    [Fact]
    public void A_day_that_a_zone_skipped_has_no_reminder()
    {
        var samoa = new UserSettings { Timezone = "Pacific/Apia" };
        ShutdownPlanning.After(samoa, At("2011-12-30T04:00:00Z"))!.Value.Day.ShouldBe(new LocalDate(2012, 1, 2)); // Friday, the 30th, was skipped
    }

    [Theory]
    [InlineData("2025-10-06T15:29:59.999Z", ReminderResult.TooEarly, null)]
    [InlineData("2025-10-06T15:30:00Z", ReminderResult.Made, "2025-10-07T15:30:00Z")]
    [InlineData("2025-10-06T21:30:00Z", ReminderResult.Made, "2025-10-07T15:30:00Z")]
    [InlineData("2025-10-06T21:30:00.001Z", ReminderResult.NotWanted, "2025-10-07T15:30:00Z")] // over six hours late
    [InlineData("2025-10-08T15:31:00Z", ReminderResult.NotWanted, "2025-10-08T15:30:00Z")] // after two days out: Wednesday's at once
    public void A_reminder_is_made_up_to_six_hours_late(string now, ReminderResult result, string? next)
    {
        var due = At("2025-10-06T15:30:00Z");
        var step = ShutdownPlanning.Decide(Plan("2025-10-06", due), Berlin, _ => false, away: false, due, At(now));
        step.Result.ShouldBe(result);
        (step.Next?.At).ShouldBe(next is null ? null : At(next));
        step.Settles.ShouldBe(result != ReminderResult.TooEarly);
    }

    [Fact]
    public void After_a_reflection_on_a_day_off_and_when_switched_off_there_is_none()
    {
        var due = At("2025-10-06T15:30:00Z");
        var plan = Plan("2025-10-06", due);
        ShutdownPlanning.Decide(plan, Berlin, day => day == new LocalDate(2025, 10, 6), away: false, due, due).Result.ShouldBe(ReminderResult.NotWanted);
        ShutdownPlanning.Decide(plan, Berlin, day => day == new LocalDate(2025, 10, 5), away: false, due, due).Result.ShouldBe(ReminderResult.Made);
        ShutdownPlanning.Decide(plan, Berlin with { WorkDays = ["tue"] }, _ => false, away: false, due, due).Result.ShouldBe(ReminderResult.NotWanted);
        var off = ShutdownPlanning.Decide(plan, Berlin with { ShutdownRemindersEnabled = false }, _ => false, away: false, due, due);
        off.ShouldBe(new ReminderStep<PlannedShutdown>(ReminderResult.NotWanted, null));
        ShutdownPlanning.Decide(plan, null, _ => false, away: false, due, due).ShouldBe(off);
        ShutdownPlanning.Decide(plan, Berlin, _ => false, away: true, due, due).ShouldBe(off);
    }

    [Fact]
    public void Another_plan_in_force_makes_a_wake_up_stale()
    {
        var due = At("2025-10-06T15:30:00Z");
        ShutdownPlanning.Decide(null, Berlin, _ => false, away: false, due, due).ShouldBe(ReminderStep<PlannedShutdown>.Stale);
        ShutdownPlanning.Decide(Plan("2025-10-06", due.AddMilliseconds(1)), Berlin, _ => false, away: false, due, due).ShouldBe(ReminderStep<PlannedShutdown>.Stale);
    }

    [Fact]
    public void Around_transitions_the_time_of_a_day_lies_in_that_day_and_is_what_the_clock_shows() => Seeded.Runs(300, random =>
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids;
        var zone = DateTimeZoneProviders.Tzdb[zones[random.Next(zones.Count)]];
        var intervals = zone.GetZoneIntervals(Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0)).Where(one => one.HasStart).ToList();
        var around = intervals.Count == 0 ? Instant.FromUtc(2025, 6, 1, 0, 0) : intervals[random.Next(intervals.Count)].Start;
        var calendar = new UserCalendar(zone, new LocalTime(random.Next(24), random.Next(2) * 30));
        for (var days = -2; days <= 2; days++)
        {
            var day = calendar.DayOf(around.ToDateTimeOffset()).PlusDays(days);
            var time = new LocalTime(random.Next(24), random.Next(60));
            var at = calendar.TimeDuring(day, time);
            var (start, end) = calendar.BoundsOf(day);
            at.ShouldBeInRange(start, end);
            if (calendar.LocalTimeOf(at).TimeOfDay != time)
                ShouldBeSkipped(zone, at);
        }
    });

    [Fact]
    public void A_plan_that_is_overdue_stays_when_settings_change_unless_nobody_wants_to_be_reminded()
    {
        var (before, at, later) = (new UserSettings(), At("2025-10-06T16:00:00Z"), new UserSettings { DailyShutdownTime = new LocalTime(20, 0) });
        var (plan, next) = (Plan("2025-10-06", at), At("2025-10-06T20:00:00Z"));

        ShutdownPlanning.Replan(plan, later, at.AddTicks(-1))!.Value.At.ShouldBe(next);
        ShutdownPlanning.Replan(plan, later, at)!.Value.ShouldBe(new PlannedShutdown(DayText.Parse("2025-10-06"), at));
        ShutdownPlanning.Replan(null, later, at)!.Value.At.ShouldBe(next);
        ShutdownPlanning.Replan(plan, before with { ShutdownRemindersEnabled = false }, at.AddHours(1)).ShouldBeNull();
    }

    [Fact]
    public void Settings_differ_when_a_plan_follows_from_what_changed()
    {
        var before = new UserSettings();
        ShutdownPlanning.Differ(before, before with { WorkDays = [.. before.WorkDays], FocusGoal = 7 }).ShouldBeFalse();
        UserSettings[] others =
        [
            before with { ShutdownRemindersEnabled = !before.ShutdownRemindersEnabled },
            before with { DailyShutdownTime = new LocalTime(3, 3) },
            before with { Timezone = "Asia/Kolkata" },
            before with { DayStartsAt = new LocalTime(3, 0) },
            before with { WorkDays = ["sun"] },
        ];
        foreach (var after in others)
            ShutdownPlanning.Differ(before, after).ShouldBeTrue();
    }

    private static void ShouldBeSkipped(DateTimeZone zone, DateTimeOffset at)
    {
        var interval = zone.GetZoneInterval(Instant.FromDateTimeOffset(at));
        interval.Start.ToDateTimeOffset().ShouldBe(at, "only a transition can have skipped the time");
        (interval.WallOffset > zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset).ShouldBeTrue();
    }

    private static ShutdownPlan Plan(string day, DateTimeOffset due) => ShutdownPlan.Of("u", new PlannedShutdown(DayText.Parse(day), due));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
