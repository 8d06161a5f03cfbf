using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.WorkLog;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>2025-10-06 is a Monday.</summary>
public sealed class BreakPlanningTests
{
    private static readonly UserSettings Hourly = new() { Timezone = "Europe/Berlin" };
    private static readonly DateTimeOffset Nine = At("2025-10-06T09:00:00Z");

    [Fact]
    public void A_reminder_comes_after_every_interval_until_the_hours_of_a_day_are_used_up()
    {
        Times(Hourly, Nine).ShouldBe(Enumerable.Range(1, 7).Select(hour => Nine.AddHours(hour)));
        Times(Hourly with { BreakReminderInterval = 120, MaxDailyHours = 5 }, Nine).ShouldBe([Nine.AddHours(2), Nine.AddHours(4)]);
        Times(Hourly with { MaxDailyHours = 1 }, Nine).ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_that_is_overdue_stays_when_settings_change_unless_nobody_wants_to_be_reminded()
    {
        var due = Nine.AddHours(1);
        var work = new OpenWork { Id = OpenWork.FixedId, UserId = "u", WorkId = "w", StartedAt = Nine, WorkingSince = Nine, BreakDue = due };
        var rarely = Hourly with { BreakReminderInterval = 120 };

        BreakPlanning.Replan(work, rarely, due.AddTicks(-1)).ShouldBe(Nine.AddHours(2));
        BreakPlanning.Replan(work, rarely, due).ShouldBe(due);
        BreakPlanning.Replan(work with { BreakDue = null }, rarely, due).ShouldBe(Nine.AddHours(2));
        BreakPlanning.Replan(work with { WorkingSince = null }, rarely, due).ShouldBeNull();
        BreakPlanning.Replan(work, Silent(rarely), due.AddHours(1)).ShouldBeNull();
    }

    [Fact]
    public void Settings_differ_when_a_plan_follows_from_what_changed()
    {
        BreakPlanning.Differ(Hourly, Hourly with { WorkDays = [.. Hourly.WorkDays], FocusGoal = 7 }).ShouldBeFalse();
        UserSettings[] others =
        [
            Hourly with { BreakRemindersEnabled = !Hourly.BreakRemindersEnabled },
            Hourly with { BreakReminderInterval = 11 },
            Hourly with { MaxDailyHours = 1 },
            Hourly with { Timezone = "Asia/Kolkata" },
            Hourly with { DayStartsAt = new NodaTime.LocalTime(3, 0) },
            Hourly with { WorkDays = ["sun"] },
        ];
        foreach (var after in others)
            BreakPlanning.Differ(Hourly, after).ShouldBeTrue();
    }

    [Fact]
    public void On_days_off_and_when_switched_off_there_is_none()
    {
        Times(Hourly with { BreakRemindersEnabled = false }, Nine).ShouldBeEmpty();
        Times(Hourly, At("2025-10-04T09:00:00Z")).ShouldBeEmpty();

        // From Sunday evening into Monday, which starts at 22:00 UTC in Berlin.
        Times(Hourly, At("2025-10-05T20:30:00Z"))[0].ShouldBe(At("2025-10-05T22:30:00Z"));
        Times(Hourly with { DayStartsAt = new NodaTime.LocalTime(4, 0) }, At("2025-10-05T20:30:00Z"))[0].ShouldBe(At("2025-10-06T02:30:00Z"));
    }

    [Theory]
    [InlineData("10:59:59.999", ReminderResult.TooEarly, null, null)]
    [InlineData("11:00", ReminderResult.Made, "11:00", "12:00")]
    [InlineData("11:40", ReminderResult.Made, "11:00", "12:00")]
    [InlineData("14:10", ReminderResult.Made, "14:00", "15:00")] // after an outage only the last of those missed
    [InlineData("18:10", ReminderResult.Made, "16:00", null)]
    public void What_is_told_bears_its_planned_time(string now, ReminderResult result, string? told, string? next)
    {
        var due = Nine.AddHours(2);
        var step = BreakPlanning.Decide(Working(due), Hourly, default, due, Today(now));
        step.Step.Result.ShouldBe(result);
        step.At.ShouldBe(told is null ? null : Today(told));
        step.Step.Next.ShouldBe(next is null ? null : Today(next));
    }

    [Fact]
    public void A_break_session_starts_the_count_anew()
    {
        var due = Nine.AddHours(1);
        var rested = BreakPlanning.Decide(Working(due), Hourly, new BreakSession(null, Today("9:40")), due, due);
        rested.Step.ShouldBe(new ReminderStep<DateTimeOffset>(ReminderResult.NotWanted, Today("10:40")));
        rested.Since.ShouldBe(Today("9:40"));
        var earlier = BreakPlanning.Decide(Working(due), Hourly, new BreakSession(null, Today("8:40")), due, due);
        earlier.At.ShouldBe(due);
    }

    [Theory]
    [InlineData("10:05", "10:05")] // looks again when the break should be over
    [InlineData("18:00", "11:00")] // but an interval later at the latest: it may be ended before
    public void During_a_break_session_nobody_is_told(string until, string next)
    {
        var due = Nine.AddHours(1);
        BreakPlanning.Decide(Working(due), Hourly, new BreakSession(Today(until), null), due, due).Step
            .ShouldBe(new ReminderStep<DateTimeOffset>(ReminderResult.NotWanted, Today(next)));
    }

    [Fact]
    public void Another_plan_in_force_makes_a_wake_up_stale()
    {
        var due = Nine.AddHours(1);
        BreakPlanning.Decide(null, Hourly, default, due, due).Step.ShouldBe(ReminderStep<DateTimeOffset>.Stale);
        BreakPlanning.Decide(Working(due.AddHours(1)), Hourly, default, due, due).Step.ShouldBe(ReminderStep<DateTimeOffset>.Stale);
        var off = BreakPlanning.Decide(Working(due), Silent(Hourly), default, due, due).Step;
        off.ShouldBe(new ReminderStep<DateTimeOffset>(ReminderResult.NotWanted, null));
        BreakPlanning.Decide(Working(due), null, default, due, due).Step.ShouldBe(off);
    }

    [Fact]
    public void However_late_timers_are_and_whatever_interval_is_chosen_no_instant_is_told_twice_or_while_resting() => Seeded.Runs(500, random =>
    {
        var settings = Hourly with { BreakReminderInterval = 10 + random.Next(111), MaxDailyHours = 16 };
        var rests = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        for (var at = Nine.AddMinutes(random.Next(200)); at < Nine.AddHours(10); at = rests[^1].Until.AddMinutes(random.Next(1, 300)))
            rests.Add((at, at.AddMinutes(random.Next(1, 40))));
        var work = Working(BreakSchedule.Next(settings, Nine, Nine, Nine)!.Value);
        var told = new List<DateTimeOffset>();
        while (work.BreakDue is { } due)
        {
            var now = due.AddSeconds(random.Next(4) == 0 ? random.Next(7200) : 0);
            var latest = rests.LastOrDefault(rest => rest.From <= now);
            var session = latest == default ? default : latest.Until > now ? new BreakSession(latest.Until, null) : new BreakSession(null, latest.Until);
            var step = BreakPlanning.Decide(work, settings, session, due, now);
            if (step.At is { } at)
                told.Add(at);
            step.Step.Next?.ShouldBeGreaterThan(now);
            work = BreakPlanning.Settle(work, step);
            if (random.Next(4) == 0)
            {
                settings = settings with { BreakReminderInterval = 10 + random.Next(111) };
                work = work with { BreakDue = BreakPlanning.Replan(work, settings, now) };
            }
        }

        told.ShouldBe(told.Distinct().Order());
        told.ShouldAllBe(at => !rests.Any(rest => rest.From < at && at < rest.Until));
    });

    private static UserSettings Silent(UserSettings settings) =>
        settings with { BreakRemindersEnabled = false, OverworkNotificationsEnabled = false, WellnessCheckEnabled = false };

    private static List<DateTimeOffset> Times(UserSettings settings, DateTimeOffset start)
    {
        var times = new List<DateTimeOffset>();
        for (var next = BreakSchedule.Next(settings, start, start, start); next is { } at; next = BreakSchedule.Next(settings, start, start, at))
            times.Add(at);
        return times;
    }

    private static OpenWork Working(DateTimeOffset due) =>
        new() { Id = OpenWork.FixedId, UserId = "u", WorkId = "w", StartedAt = Nine, WorkingSince = Nine, BreakDue = due };

    private static DateTimeOffset Today(string time) => At($"2025-10-06T{(time.IndexOf(':', StringComparison.Ordinal) == 1 ? "0" : "")}{time}Z");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
