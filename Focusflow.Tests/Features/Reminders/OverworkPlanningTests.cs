using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.WorkLog;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>When work is too much: the decision as a table. Work begins at nine; no break reminders unless a case wants them.</summary>
public sealed class OverworkPlanningTests
{
    private static readonly UserSettings Settings = new() { BreakRemindersEnabled = false, MaxDailyHours = 4, MaxContinuousWork = 60 };
    private static readonly DateTimeOffset Nine = At("09:00");

    [Theory]
    [InlineData(0, "09:00", "10:00")] // an hour without a break comes first
    [InlineData(11_700, "09:00", "09:45")] // a day that has had 3:15 already
    [InlineData(14_400, "09:00", "09:00")] // four hours before: as soon as work goes on
    [InlineData(0, "10:30", "10:30")] // looked at late
    public void What_comes_first_is_planned(int worked, string after, string next) =>
        WorkSchedule.Next(Settings, Working(worked), At(after)).ShouldBe(At(next));

    [Fact]
    public void Breaks_and_overwork_are_one_plan_and_each_can_be_switched_off()
    {
        WorkSchedule.Next(Settings with { BreakRemindersEnabled = true, BreakReminderInterval = 50 }, Working(0), At("09:10"))
            .ShouldBe(At("09:50"));
        var unwanted = Settings with { OverworkNotificationsEnabled = false };
        WorkSchedule.Next(unwanted, Working(0), Nine).ShouldBe(At("13:00"), "for the question how the user is");
        WorkSchedule.Next(unwanted with { WellnessCheckEnabled = false }, Working(0), Nine).ShouldBeNull();
        WorkSchedule.Next(Settings, Working(0) with { WorkingSince = null, CountedSince = null }, Nine).ShouldBeNull();
    }

    [Theory]
    [InlineData("10:00", null, "10:00", "13:00")]
    [InlineData("11:00", null, "10:00", "13:00")] // late
    [InlineData("13:30", "13:00", "10:00", null)] // both at once, after an outage
    public void Each_is_told_once_and_bears_its_planned_time(string now, string? full, string? unbroken, string? next)
    {
        var due = At("10:00");
        var step = BreakPlanning.Decide(Working(0) with { BreakDue = due }, Settings, default, due, At(now));

        step.Step.ShouldBe(new ReminderStep<DateTimeOffset>(ReminderResult.Made, Optional(next)));
        (step.DayFullAt, step.UnbrokenAt, step.At).ShouldBe((Optional(full), Optional(unbroken), null));
    }

    [Fact]
    public void What_is_noted_does_not_come_again_until_another_day_or_a_break()
    {
        var noted = Working(0) with { OverworkedDay = "2025-10-06", UnbrokenSince = Nine };
        WorkSchedule.Next(Settings, noted, Nine).ShouldBeNull();
        WorkSchedule.Next(Settings, noted with { Day = "2025-10-07" }, Nine).ShouldBe(At("13:00"));
        WorkSchedule.Next(Settings, noted with { WorkingSince = At("09:30") }, Nine).ShouldBe(At("10:30"));
    }

    [Fact]
    public void A_break_session_interrupts_the_work_but_takes_nothing_from_the_hours_of_the_day()
    {
        var due = At("10:00");
        var step = BreakPlanning.Decide(Working(0) with { BreakDue = due }, Settings, new BreakSession(null, At("09:40")), due, due);
        step.Step.ShouldBe(new ReminderStep<DateTimeOffset>(ReminderResult.NotWanted, At("10:40")));
        OverworkSchedule.DayFull(Settings, Working(0) with { WorkingSince = At("09:40") }).ShouldBe(At("13:00"));
    }

    [Fact]
    public void Lower_limits_hold_at_once_and_higher_ones_from_then_on()
    {
        var now = At("09:45");
        var work = Working(0) with { BreakDue = At("10:00") };
        BreakPlanning.Replan(work, Settings with { MaxContinuousWork = 30 }, now).ShouldBe(now);
        BreakPlanning.Replan(work, Settings with { MaxContinuousWork = 90 }, now).ShouldBe(At("10:30"));
        var step = BreakPlanning.Decide(work with { BreakDue = now }, Settings with { MaxContinuousWork = 30 }, default, now, now);
        step.UnbrokenAt.ShouldBe(now, "not before anybody could know");
        foreach (var after in (UserSettings[])[Settings with { MaxContinuousWork = 61 }, Settings with { OverworkNotificationsEnabled = false }, Settings with { WellnessCheckEnabled = false }])
            BreakPlanning.Differ(Settings, after).ShouldBeTrue();
    }

    private static OpenWork Working(int workedSeconds) => new()
    {
        Id = OpenWork.FixedId,
        UserId = "u",
        WorkId = "w",
        StartedAt = Nine,
        WorkingSince = Nine,
        CountedSince = Nine,
        Day = "2025-10-06",
        WorkedSeconds = workedSeconds,
    };

    private static DateTimeOffset? Optional(string? time) => time is null ? null : At(time);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2025-10-06T{time}:00Z", CultureInfo.InvariantCulture);
}
