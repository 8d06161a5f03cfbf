using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Reminders;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>What happens belongs to a day of the user, and the day to its week, wherever the user is and whenever it is told.</summary>
public sealed class OwnWeekTests
{
    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Pacific/Auckland", 0)]
    [InlineData("America/Los_Angeles", 0)]
    [InlineData("Europe/Berlin", 4)]
    public async Task Sunday_closed_three_times_around_the_turn_counts_once_and_for_its_own_week(string zone, int dayStartsAt)
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, zone, dayStartsAt);
        var monday = ann.Calendar.WeekOf(bench.Clock.Now());
        await AddClosingAsync(bench);
        await JoinAsync(bench, ann, ClosingId);
        var end = ann.Calendar.StartOf(monday.Next.Monday);
        MoveTo(bench, end.AddMinutes(-10));
        await CloseAsync(bench, ann, monday.Sunday);
        MoveTo(bench, end);
        await JoinAsync(bench, ann, ClosingId);
        await CloseAsync(bench, ann, monday.Sunday);
        MoveTo(bench, end.AddHours(13));
        await CloseAsync(bench, ann, monday.Sunday);

        (await CountedAsync(bench, ann, monday)).ShouldBe(1);
        (await CountedAsync(bench, ann, monday.Next)).ShouldBe(0);
    }

    [Fact]
    public async Task Sunday_first_closed_on_Monday_counts_for_the_week_that_is_over()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, "UTC", 0);
        var week = bench.Week;
        await AddClosingAsync(bench);
        await JoinAsync(bench, ann, ClosingId);
        MoveTo(bench, ann.Calendar.StartOf(week.Next.Monday).AddHours(20));
        await CloseAsync(bench, ann, week.Sunday);
        (await CountedAsync(bench, ann, week)).ShouldBe(1);
    }

    /// <summary>Monday 01:00 to 13:00 in Auckland is still Sunday in UTC.</summary>
    [Fact]
    public async Task Monday_morning_in_Auckland_counts_for_the_week_that_begins()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, "Pacific/Auckland", 0);
        var next = ann.Calendar.WeekOf(bench.Clock.Now()).Next;
        MoveTo(bench, ann.Calendar.StartOf(next.Monday).AddHours(1));
        await JoinAsync(bench, ann, DefaultChallenges.TaskFinisher);
        await bench.CompleteTasksAsync(ann, 3);
        MoveTo(bench, ann.Calendar.StartOf(next.Monday).AddHours(14));
        (await bench.Weekly.ListAsync(ann)).Single(view => view.Id == DefaultChallenges.TaskFinisher).Progress.ShouldBe(3);
        await bench.CompleteTasksAsync(ann, 12);
        (await bench.PointsAsync(ann)).ShouldBe(75);
        (await bench.Leaders.ReadAsync(ann.UserId, next)).ShouldHaveSingleItem().Points.ShouldBe(75);
    }

    [Theory]
    [InlineData(-25, 0)] // ends at the very turn
    [InlineData(-10, 0)]
    [InlineData(0, 1)]
    public async Task A_session_counts_for_the_week_it_starts_in(int startsAt, int week)
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, "America/New_York", 0);
        var first = ann.Calendar.WeekOf(bench.Clock.Now());
        await JoinAsync(bench, ann, DefaultChallenges.FocusSprintMaster);
        MoveTo(bench, ann.Calendar.StartOf(first.Next.Monday).AddMinutes(startsAt));
        if (week == 1)
            await JoinAsync(bench, ann, DefaultChallenges.FocusSprintMaster);
        await bench.SitAsync(ann, 25);
        (await CountedAsync(bench, ann, first)).ShouldBe(week == 0 ? 1 : 0);
        (await CountedAsync(bench, ann, first.Next)).ShouldBe(week);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_break_counts_for_the_week_it_ends_in(bool ofWorkLog)
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, "Asia/Tokyo", 3);
        var first = ann.Calendar.WeekOf(bench.Clock.Now());
        await JoinAsync(bench, ann, DefaultChallenges.BreakChampion);
        var turn = ann.Calendar.StartOf(first.Next.Monday);
        MoveTo(bench, turn.AddHours(-1));
        await WorkAsync(WorkCommand.StartWork);
        MoveTo(bench, turn.AddMinutes(-5));
        var pause = ofWorkLog ? null : (await bench.Sessions.StartAsync(ann.UserId, ann.Calendar, new SessionPlan(10, SessionType.Break), bench)).Value;
        if (ofWorkLog)
            await WorkAsync(WorkCommand.StartBreak);
        MoveTo(bench, turn);
        await JoinAsync(bench, ann, DefaultChallenges.BreakChampion);
        MoveTo(bench, turn.AddMinutes(7));
        if (ofWorkLog)
            await WorkAsync(WorkCommand.EndBreak);
        MoveTo(bench, turn.AddHours(9));
        if (pause is not null)
            await bench.Settlement.SettleAsync(pause);

        (await CountedAsync(bench, ann, first)).ShouldBe(0);
        (await CountedAsync(bench, ann, first.Next)).ShouldBe(1);

        async Task WorkAsync(WorkCommand command) =>
            (await bench.Work.RunAsync(ann.UserId, ann.Calendar, command, new RecordedWorkdayTimers())).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_change_of_zone_moves_no_recorded_day_and_no_points()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await UserAsync(bench, "Pacific/Auckland", 0);
        var week = ann.Calendar.WeekOf(bench.Clock.Now());
        await JoinAsync(bench, ann, DefaultChallenges.FocusSprintMaster);
        var monday = ann.Calendar.StartOf(week.Next.Monday);
        MoveTo(bench, monday.AddMinutes(-20));
        var session = (await bench.Sessions.StartAsync(ann.UserId, ann.Calendar, new SessionPlan(25), bench)).Value;

        // She lands in Honolulu, where it is still Saturday night, before it is looked at.
        var honolulu = ann with { Calendar = UserCalendar.Find("Pacific/Honolulu", LocalTime.Midnight)! };
        MoveTo(bench, monday.AddHours(1));
        await bench.Settlement.SettleAsync(session);
        honolulu.Calendar.WeekOf(bench.Clock.Now()).ShouldBe(week);
        (await CountedAsync(bench, ann, week)).ShouldBe(1);
        await bench.SitAsync(honolulu, 10);
        (await CountedAsync(bench, ann, week)).ShouldBe(2);
        await PointsLedgerTests.BalanceAsync(bench, ann.UserId);
    }

    /// <summary>The oracle writes down, for every cause, the day on the wall calendar of where the user is.</summary>
    [Fact]
    public async Task Whatever_counts_is_in_the_week_of_its_day() => await Seeded.RunsAsync(15, async random =>
    {
        using var bench = await ChallengeBench.OpenAsync();
        var zones = DateTimeZoneProviders.Tzdb.Ids;
        var ann = await UserAsync(bench, zones[random.Next(zones.Count)], random.Next(24));
        foreach (var (id, type) in Endless)
            await AddAsync(bench, id, type, target: 1_000);
        var expected = new SortedDictionary<IsoWeek, SortedSet<string>>();
        MoveTo(bench, ann.Calendar.StartOf(bench.Week.Next.Monday).AddHours(-30));
        for (var step = 0; step < 40; step++)
        {
            bench.Clock.Pass(TimeSpan.FromMinutes(random.Next(1, 120)));
            foreach (var (id, _) in Endless)
                await bench.Challenges.JoinAsync(ann, id);
            var today = ann.Calendar.DayOf(bench.Clock.Now());
            expected.TryAdd(IsoWeek.Of(today), []);
            switch (random.Next(3))
            {
                case 0:
                    var day = today.PlusDays(-random.Next(2));
                    await CloseAsync(bench, ann, day);
                    expected.GetValueOrDefault(IsoWeek.Of(day))?.Add(DayText.Write(day)); // Nothing was joined in a week before the first.
                    break;
                case 1:
                    var task = await bench.TaskAsync(ann);
                    await bench.Tasks.CompleteAsync(ann, task, ExpectedVersion.Any, bench);
                    expected[IsoWeek.Of(today)].Add(task.ToString("D"));
                    break;
                default:
                    expected[IsoWeek.Of(today)].Add((await bench.SitAsync(ann, random.Next(10, 60))).Id);
                    break;
            }
        }

        var weeks = (await bench.AllAsync<ChallengeWeek>(ann.UserId)).OrderBy(week => week.Week, StringComparer.Ordinal);
        weeks.Select(week => $"{week.Week} {string.Join(' ', week.Participations.SelectMany(one => one.Counted).Order(StringComparer.Ordinal))}")
            .ShouldBe(expected.Select(week => $"{week.Key} {string.Join(' ', week.Value.Order(StringComparer.Ordinal))}"));
    });

    private static readonly (string Id, string Type)[] Endless =
    [
        ("5a0f7c1e-3f0e-4c5f-9d53-1c1f1c1a0b03", ChallengeType.Shutdown),
        ("5a0f7c1e-3f0e-4c5f-9d53-1c1f1c1a0b04", ChallengeType.Task),
        ("5a0f7c1e-3f0e-4c5f-9d53-1c1f1c1a0b05", ChallengeType.Focus),
    ];

    private const string ClosingId = "5a0f7c1e-3f0e-4c5f-9d53-1c1f1c1a0b02";

    /// <summary>A challenge for closing days at any time; the default one wants it before five.</summary>
    private static Task AddClosingAsync(ChallengeBench bench) => AddAsync(bench, ClosingId, ChallengeType.Shutdown, target: 6);

    private static async Task AddAsync(ChallengeBench bench, string id, string type, int target)
    {
        var challenge = new Challenge
        {
            Id = id,
            Name = "One more",
            Description = "Do it",
            Points = 10,
            ChallengeType = type,
            TargetValue = target,
        };
        await new WriteSet(Containers.Challenges, Challenge.Partition).Create(challenge).CommitAsync(bench.Store);
        bench.Clock.Pass(TimeSpan.FromMinutes(2)); // The catalogue is read again.
    }

    private static Task<Caller> UserAsync(ChallengeBench bench, string zone, int dayStartsAt) =>
        bench.UserAsync("ann", settings => settings with { Timezone = zone, DayStartsAt = new LocalTime(dayStartsAt, 0) });

    private static async Task JoinAsync(ChallengeBench bench, Caller user, string id) =>
        (await bench.Challenges.JoinAsync(user, id)).Problem.ShouldBeNull();

    private static void MoveTo(ChallengeBench bench, DateTimeOffset instant) => bench.Clock.Pass(instant - bench.Clock.GetUtcNow());

    private static async Task CloseAsync(ChallengeBench bench, Caller user, LocalDate day) => (await bench.Reflections.SendAsync(
        user.UserId, user.Calendar, new ReflectionFields("good", null, [], null, day))).Problem.ShouldBeNull();

    private static async Task<int> CountedAsync(ChallengeBench bench, Caller user, IsoWeek week) =>
        (await bench.Store.ReadAsync<ChallengeWeek>(user.UserId, ChallengeWeek.IdOf(week)))?.Participations.Sum(one => one.Counted.Count) ?? 0;
}
