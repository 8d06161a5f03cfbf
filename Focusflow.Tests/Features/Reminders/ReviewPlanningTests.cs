using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Tests.Features.Focus;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>When a weekly review is mailed. 2026-11-23 is a Monday.</summary>
public sealed class ReviewPlanningTests
{
    private static readonly DateTimeOffset Due = FocusClient.Time("2026-11-23T07:00:00Z");

    [Theory]
    [InlineData("UTC", "00:00", "22:00", "07:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T07:00:00Z")]
    [InlineData("UTC", "00:00", "22:00", "07:00", "2026-11-23T06:59:59Z", "2026-W47", "2026-11-23T07:00:00Z")]
    [InlineData("UTC", "00:00", "22:00", "07:00", "2026-11-23T07:00:00Z", "2026-W48", "2026-11-30T07:00:00Z")] // never the same twice
    [InlineData("UTC", "00:00", "22:00", "05:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T07:00:00Z")] // in the morning, not at night
    [InlineData("UTC", "00:00", "22:00", "09:30", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T09:30:00Z")]
    [InlineData("UTC", "00:00", "12:00", "12:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T07:00:00Z")] // no quiet hours
    [InlineData("UTC", "00:00", "06:00", "05:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-24T05:00:00Z")] // quiet for all of Monday
    [InlineData("UTC", "00:00", "06:00", "05:00", "2026-11-23T22:00:00Z", "2026-W47", "2026-11-24T05:00:00Z")]
    [InlineData("UTC", "10:00", "22:00", "07:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T10:00:00Z")] // whose week ends at ten
    [InlineData("Asia/Tokyo", "00:00", "22:00", "07:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-22T22:00:00Z")]
    [InlineData("America/New_York", "00:00", "22:00", "07:00", "2026-11-18T12:00:00Z", "2026-W47", "2026-11-23T12:00:00Z")]
    [InlineData("America/New_York", "00:00", "22:00", "07:00", "2026-10-28T12:00:00Z", "2026-W44", "2026-11-02T12:00:00Z")] // the clocks went back on Sunday
    [InlineData("America/New_York", "00:00", "22:00", "07:00", "2026-10-21T12:00:00Z", "2026-W43", "2026-10-26T11:00:00Z")]
    public void It_comes_on_the_morning_of_the_users_monday_when_the_quiet_hours_are_over(
        string zone, string dayStart, string from, string until, string now, string week, string due)
    {
        var account = Account(settings => settings with
        {
            Timezone = zone,
            DayStartsAt = Clock(dayStart),
            QuietFrom = Clock(from),
            QuietUntil = Clock(until),
        });

        ReviewPlanning.After(account, FocusClient.Time(now)).ShouldBe(new PlannedReview(IsoWeek.Parse(week), FocusClient.Time(due)));
    }

    [Fact]
    public void Nothing_is_planned_for_who_does_not_want_it_or_cannot_be_mailed()
    {
        var now = Due.AddDays(-3);
        ReviewPlanning.After(Account(), now).ShouldNotBeNull();
        ReviewPlanning.After(Account(settings => settings with { WeeklyReviewEnabled = false }), now).ShouldBeNull();
        ReviewPlanning.After(Account(settings => settings with { EmailNotificationsEnabled = false }), now).ShouldBeNull();
        ReviewPlanning.After(Account(settings => settings with { EmailUndeliverable = true }), now).ShouldBeNull();
        ReviewPlanning.After(Account() with { Verified = false }, now).ShouldBeNull();
        ReviewPlanning.After(Account() with { Email = "" }, now).ShouldBeNull();
    }

    [Fact]
    public void Who_lives_any_week_in_any_zone_gets_one_after_each() => Seeded.Runs(300, random =>
    {
        var account = Account(settings => settings with
        {
            Timezone = DateTimeZoneProviders.Tzdb.Ids[random.Next(DateTimeZoneProviders.Tzdb.Ids.Count)],
            DayStartsAt = new LocalTime(random.Next(24), random.Next(60)),
            QuietFrom = new LocalTime(random.Next(24), random.Next(60)),
            QuietUntil = new LocalTime(random.Next(24), random.Next(60)),
        });
        var (calendar, now) = (account.Settings.ToCalendar(), Due.AddMinutes(random.Next(600_000)));
        var who = $"{account.Settings.Timezone} {account.Settings.DayStartsAt} {account.Settings.QuietFrom}-{account.Settings.QuietUntil} at {now:O}";
        IsoWeek? last = null;
        for (var weeks = 0; weeks < 5; weeks++)
        {
            var next = ReviewPlanning.After(account, now).ShouldNotBeNull(who);
            next.At.ShouldBeGreaterThan(now, who);
            next.At.ShouldBeGreaterThanOrEqualTo(calendar.StartOf(next.Week.Next.Monday), who);
            Core.Features.Reach.Reaching.IsQuiet(account.Settings, calendar.LocalTimeOf(next.At).TimeOfDay).ShouldBeFalse(who);
            if (last is { } before)
                next.Week.ShouldBe(before.Next, who);
            (last, now) = (next.Week, next.At);
        }
    });

    [Fact]
    public void A_wake_up_counts_for_the_plan_in_force_alone_and_not_before_its_time()
    {
        var (plan, account) = (ReviewPlan.Of("ann", new PlannedReview(IsoWeek.Parse("2026-W47"), Due)), Account());

        ReviewPlanning.Decide(null, account, away: false, Due, Due).ShouldBe(ReminderStep<PlannedReview>.Stale);
        ReviewPlanning.Decide(plan, account, away: false, Due.AddDays(-7), Due).ShouldBe(ReminderStep<PlannedReview>.Stale);
        ReviewPlanning.Decide(plan, account, away: false, Due, Due.AddTicks(-1)).ShouldBe(ReminderStep<PlannedReview>.TooEarly);
        var next = new PlannedReview(IsoWeek.Parse("2026-W48"), Due.AddDays(7));
        ReviewPlanning.Decide(plan, account, away: false, Due, Due).ShouldBe(new(ReminderResult.Made, next));
        ReviewPlanning.Decide(plan, account, away: false, Due, Due + ReviewPlanning.Latest).ShouldBe(new(ReminderResult.Made, next));
        ReviewPlanning.Decide(plan, account, away: false, Due, Due + ReviewPlanning.Latest + TimeSpan.FromTicks(1)).ShouldBe(new(ReminderResult.NotWanted, next));
        ReviewPlanning.Decide(plan, account, away: false, Due, Due.AddDays(30)).ShouldBe(new(ReminderResult.NotWanted, new PlannedReview(IsoWeek.Parse("2026-W52"), Due.AddDays(35))));
        ReviewPlanning.Decide(plan, account, away: true, Due, Due).ShouldBe(new(ReminderResult.NotWanted, null));
        ReviewPlanning.Decide(plan, null, away: false, Due, Due).ShouldBe(new(ReminderResult.NotWanted, null));
        ReviewPlanning.Decide(plan, account with { Verified = false }, away: false, Due, Due).ShouldBe(new(ReminderResult.NotWanted, null));
    }

    [Fact]
    public void Only_what_a_plan_follows_from_makes_a_new_one()
    {
        var account = Account();
        ReviewPlanning.Differ(account, Account(settings => settings with { FocusGoal = 60, DailyShutdownTime = Clock("16:00") })).ShouldBeFalse();
        ReviewPlanning.Differ(account, Account(settings => settings with { QuietUntil = Clock("08:00") })).ShouldBeTrue();
        ReviewPlanning.Differ(account with { Verified = false }, account).ShouldBeTrue();
        var off = Account(settings => settings with { WeeklyReviewEnabled = false });
        ReviewPlanning.Differ(off, off with { Settings = off.Settings with { QuietUntil = Clock("08:00") } }).ShouldBeFalse();

        var plan = ReviewPlan.Of("ann", new PlannedReview(IsoWeek.Parse("2026-W47"), Due));
        ReviewPlanning.Replan(plan, account, Due.AddMinutes(1)).ShouldBe(new PlannedReview(IsoWeek.Parse("2026-W47"), Due), "it is about to be looked at");
        ReviewPlanning.Replan(plan, off, Due.AddMinutes(1)).ShouldBeNull();
    }

    private static LocalTime Clock(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;

    private static Account Account(Func<UserSettings, UserSettings>? change = null) => new()
    {
        Id = Core.Features.Accounts.Account.DocumentId,
        UserId = "ann",
        Username = "ann",
        Email = "ann@example.com",
        AvatarUrl = "",
        Verified = true,
        CreatedAt = Due.AddDays(-90),
        Settings = change?.Invoke(new UserSettings()) ?? new UserSettings(),
    };
}
