using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Tests.Foundation.Calendar;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

public sealed class ChallengeProgressTests
{
    private static readonly IsoWeek Week = IsoWeek.Parse("2026-W47");
    private static readonly DateTimeOffset Monday = Week.StartInUtc();

    [Fact]
    public void Reaching_the_target_completes_once_and_pays_once()
    {
        var week = Joined(Challenge(ChallengeType.Task, target: 2, points: 75));
        week = ChallengeProgress.Apply(week, Done("a", Monday.AddHours(1))).Next;
        week.Participations[0].Status.ShouldBe("in_progress");
        var step = ChallengeProgress.Apply(week, Done("b", Monday.AddHours(2)));
        step.Awards.ShouldHaveSingleItem().Points.ShouldBe(75);
        step.Next.Participations[0].Status.ShouldBe("completed");
        step.Next.Participations[0].CompletedAt.ShouldBe(Monday.AddHours(2));

        var more = ChallengeProgress.Apply(step.Next, Done("c", Monday.AddHours(3)));
        more.Next.ShouldBeSameAs(step.Next);
        more.Awards.ShouldBeEmpty();
    }

    [Fact]
    public void Progress_counts_from_joining_on_and_each_task_once()
    {
        var week = Join(ChallengeWeek.Empty("ann", Week), Challenge(ChallengeType.Task), Monday.AddHours(5)).Value;
        Progress(week, Done("a", Monday.AddHours(5).AddTicks(-1))).ShouldBe(0);
        Progress(week, Done("a", Monday.AddHours(5)), Done("a", Monday.AddHours(6))).ShouldBe(1);
        Progress(week, new FocusCompleted("s", Week.Monday, Monday.AddHours(6))).ShouldBe(0);
    }

    [Fact]
    public void Leaving_drops_the_progress_and_joining_again_does_not_count_the_same_again()
    {
        var week = Joined(Challenge(ChallengeType.Task, target: 3));
        week = Apply(week, Done("a", Monday.AddHours(1)), Done("b", Monday.AddHours(1)));
        week = Membership.Leave(week, "c", Monday.AddHours(2)).Value;
        week.FindJoined("c").ShouldBeNull();
        Apply(week, Done("x", Monday.AddHours(3))).ShouldBeSameAs(week);
        Membership.Leave(week, "c", Monday.AddHours(3)).Problem.ShouldBe(Membership.NotJoined);

        week = Join(week, Challenge(ChallengeType.Task, target: 3), Monday.AddHours(4)).Value;
        week.FindJoined("c")!.Progress.ShouldBe(0);
        Progress(week, Done("a", Monday.AddHours(5)), Done("d", Monday.AddHours(5))).ShouldBe(1);
    }

    [Fact]
    public void Points_already_earned_stay_after_leaving_and_cannot_be_earned_again_this_week()
    {
        var week = Apply(Joined(Challenge(ChallengeType.Task, target: 1, points: 75)), Done("a", Monday));
        week = Membership.Leave(week, "c", Monday.AddHours(2)).Value;
        week.Find("c")!.PointsEarned.ShouldBe(75);
        Join(week, Challenge(ChallengeType.Task), Monday.AddHours(3)).Problem.ShouldBe(Membership.AlreadyEarned);
    }

    [Fact]
    public void Joining_twice_is_refused() => Join(Joined(Challenge(ChallengeType.Task)), Challenge(ChallengeType.Task), Monday)
        .Problem.ShouldBe(Membership.AlreadyJoined);

    [Theory]
    [InlineData(16, 59, true)]
    [InlineData(17, 0, false)]
    public void A_day_counts_when_it_was_closed_before_the_limit(int hour, int minute, bool counts)
    {
        var berlin = UserCalendar.Find("Europe/Berlin", LocalTime.Midnight)!;
        var day = new LocalDate(2026, 11, 18);
        var at = berlin.At(day.At(new LocalTime(hour, minute)));
        Progress(Joined(Challenge(ChallengeType.Shutdown, limit: "17:00")), new DayClosed(day, at, berlin)).ShouldBe(counts ? 1 : 0);
        Progress(Joined(Challenge(ChallengeType.Shutdown)), new DayClosed(day, at, berlin)).ShouldBe(1);
        Progress(Joined(Challenge(ChallengeType.Shutdown, limit: "five")), new DayClosed(day, at, berlin)).ShouldBe(0);
    }

    [Fact]
    public void Yesterday_closed_after_midnight_is_too_late_for_the_limit()
    {
        var day = new LocalDate(2026, 11, 17);
        Progress(Joined(Challenge(ChallengeType.Shutdown, limit: "17:00")), new DayClosed(day, Monday.AddDays(2), UserCalendar.Utc)).ShouldBe(0);
    }

    [Fact]
    public void The_limit_of_a_day_that_starts_in_the_evening_is_on_the_next_date()
    {
        var nights = new UserCalendar(DateTimeZone.Utc, new LocalTime(20, 0));
        var week = Joined(Challenge(ChallengeType.Shutdown, limit: "06:00"));
        var day = new LocalDate(2026, 11, 17);
        Progress(week, new DayClosed(day, Monday.AddDays(2).AddHours(5), nights)).ShouldBe(1);
        Progress(week, new DayClosed(day, Monday.AddDays(2).AddHours(7), nights)).ShouldBe(0);
    }

    [Fact]
    public void Nothing_counts_after_the_duration_or_the_week()
    {
        var week = Joined(Challenge(ChallengeType.Task, days: 2));
        Progress(week, Done("a", Monday.AddDays(2).AddTicks(-1))).ShouldBe(1);
        Progress(week, Done("a", Monday.AddDays(2))).ShouldBe(0);
        Joined(Challenge(ChallengeType.Task, days: 30)).Participations[0].LastDay.ShouldBeNull("the week itself ends it");
    }

    [Fact]
    public void Another_service_raises_progress_but_never_lowers_it()
    {
        var week = Joined(Challenge(ChallengeType.Focus, target: 10, points: 5));
        var step = ChallengeProgress.Report(week, week.Participations[0], 7, Monday);
        step.Next.Participations[0].Progress.ShouldBe(7);
        ChallengeProgress.Report(step.Next, step.Next.Participations[0], 3, Monday).Next.ShouldBeSameAs(step.Next);
        ChallengeProgress.Report(step.Next, step.Next.Participations[0], -1, Monday).Next.ShouldBeSameAs(step.Next);
        var done = ChallengeProgress.Report(step.Next, step.Next.Participations[0], 99, Monday);
        done.Next.Participations[0].Progress.ShouldBe(10);
        done.Awards.ShouldHaveSingleItem().Points.ShouldBe(5);
        ChallengeProgress.Report(done.Next, done.Next.Participations[0], 99, Monday).Awards.ShouldBeEmpty();
    }

    /// <summary>The oracle keeps the whole history and works everything out from it at the end.</summary>
    [Fact]
    public void Points_are_those_of_the_whole_history() => Seeded.Runs(100, random =>
    {
        for (var run = 0; run < 1_000; run++)
        {
            var challenge = Challenge(ChallengeType.Task, target: random.Next(1, 6), points: random.Next(1, 100));
            var week = ChallengeWeek.Empty("ann", Week);
            var awarded = 0;
            var seen = new HashSet<string>();
            int? progress = null;
            var earned = 0;
            for (var i = 0; i < random.Next(30); i++)
            {
                var at = Monday.AddMinutes(i);
                switch (random.Next(6))
                {
                    case 0:
                        var join = Join(week, challenge, at);
                        (join.Problem is null).ShouldBe(progress is null && earned == 0);
                        if (join.Problem is null)
                            (week, progress) = (join.Value, 0);
                        break;
                    case 1 when random.Next(3) == 0:
                        var leave = Membership.Leave(week, "c", at);
                        (leave.Problem is null).ShouldBe(progress is not null);
                        if (leave.Problem is null)
                            (week, progress) = (leave.Value, null);
                        break;
                    default:
                        var task = $"task-{random.Next(8)}";
                        var step = ChallengeProgress.Apply(week, Done(task, at));
                        week = step.Next;
                        awarded += step.Awards.Sum(award => award.Points);
                        if (progress is not null && earned == 0 && seen.Add(task) && ++progress == challenge.TargetValue)
                            earned = challenge.Points;
                        break;
                }
            }

            awarded.ShouldBe(earned);
            week.Participations.Sum(one => one.PointsEarned).ShouldBe(earned);
            (week.FindJoined("c")?.Progress).ShouldBe(progress);
        }
    });

    private static Challenge Challenge(string type, int target = 5, int points = 75, string? limit = null, int days = 7) => new()
    {
        Id = "c",
        Name = "A challenge",
        Description = "Do it",
        Points = points,
        ChallengeType = type,
        TargetValue = target,
        TimeLimit = limit,
        DurationDays = days,
    };

    private static Outcome<ChallengeWeek> Join(ChallengeWeek week, Challenge challenge, DateTimeOffset now) =>
        Membership.Join(week, challenge, UserCalendar.Utc.DayOf(now), now);

    private static TaskCompleted Done(string task, DateTimeOffset at) => new(task, UserCalendar.Utc.DayOf(at), at);

    private static ChallengeWeek Joined(Challenge challenge) => Join(ChallengeWeek.Empty("ann", Week), challenge, Monday).Value;

    private static ChallengeWeek Apply(ChallengeWeek week, params ChallengeCause[] causes) =>
        causes.Aggregate(week, (state, cause) => ChallengeProgress.Apply(state, cause).Next);

    private static int Progress(ChallengeWeek week, params ChallengeCause[] causes) => Apply(week, causes).Participations[0].Progress;
}
