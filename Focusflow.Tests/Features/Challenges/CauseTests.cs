using System.Text.Json;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Reminders;
using Focusflow.Tests.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>What counts, driven by what really happens, and what it costs.</summary>
public sealed class CauseTests
{
    [Fact]
    public async Task Challenges_are_read_beside_the_task()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        var task = await bench.TaskAsync(ann);
        (await CostAsync(() => bench.Tasks.CompleteAsync(ann, task, ExpectedVersion.Any, bench))).ShouldBe((2, 0, 1));

        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        var next = await bench.TaskAsync(ann);
        (await CostAsync(() => bench.Tasks.CompleteAsync(ann, next, ExpectedVersion.Any, bench))).ShouldBe((2, 0, 1));

        await bench.CompleteTasksAsync(ann, 13);
        var last = await bench.TaskAsync(ann);
        (await CostAsync(() => bench.Tasks.CompleteAsync(ann, last, ExpectedVersion.Any, bench))).ShouldBe((2, 1, 1));
        (await bench.PointsAsync(ann)).ShouldBe(75);
    }

    [Fact]
    public async Task A_task_counts_once_a_week_however_often_it_is_completed()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        var task = await bench.TaskAsync(ann);
        for (var i = 0; i < 3; i++)
        {
            await bench.Tasks.UpdateAsync(ann, task, JsonElement.Parse("""{"completed":true}"""), ExpectedVersion.Any, bench);
            await bench.Tasks.CompleteAsync(ann, task, ExpectedVersion.Any, bench);
            await bench.Tasks.UncompleteAsync(ann, task, ExpectedVersion.Any, bench);
        }

        (await bench.OwnAsync(ann, DefaultChallenges.TaskFinisher))!.Progress.ShouldBe(1);
    }

    [Fact]
    public async Task A_focus_session_counts_when_completed_and_long_enough()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.FocusSprintMaster)).Problem.ShouldBeNull();
        await bench.SitAsync(ann, 9);
        (await ProgressAsync()).ShouldBe(0);
        await bench.SitAsync(ann, 10);
        (await ProgressAsync()).ShouldBe(1);
        await EndEarlyAsync(SessionCommand.Complete, after: 12);
        (await ProgressAsync()).ShouldBe(2);
        await EndEarlyAsync(SessionCommand.Stop, after: 20);
        await EndEarlyAsync(SessionCommand.Complete, after: 9);
        (await ProgressAsync()).ShouldBe(2);

        async Task<int> ProgressAsync() => (await bench.OwnAsync(ann, DefaultChallenges.FocusSprintMaster))!.Progress;
        async Task EndEarlyAsync(SessionCommand command, int after)
        {
            var session = (await bench.Sessions.StartAsync(ann.UserId, ann.Calendar, new SessionPlan(25), bench)).Value;
            bench.Clock.Pass(TimeSpan.FromMinutes(after));
            await bench.Sessions.ChangeAsync(ann.UserId, session.Id, command, bench);
        }
    }

    [Fact]
    public async Task The_first_break_of_each_work_session_counts()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();

        await bench.SitAsync(ann, 5, SessionType.Break);
        (await ProgressAsync()).ShouldBe(0, "there was no work before it");

        await bench.SitAsync(ann, 25);
        bench.Clock.Pass(TimeSpan.FromMinutes(60));
        await bench.SitAsync(ann, 5, SessionType.Break);
        await bench.SitAsync(ann, 5, SessionType.Break);
        (await ProgressAsync()).ShouldBe(1);

        await bench.SitAsync(ann, 25);
        bench.Clock.Pass(TimeSpan.FromMinutes(61));
        await bench.SitAsync(ann, 5, SessionType.Break);
        (await ProgressAsync()).ShouldBe(1, "the session had ended more than an hour before");

        await WorkAsync(WorkCommand.StartWork);
        await bench.SitAsync(ann, 2, SessionType.Break);
        (await ProgressAsync()).ShouldBe(1, "two minutes are no break");
        await bench.SitAsync(ann, 3, SessionType.Break);
        (await ProgressAsync()).ShouldBe(2);
        await WorkAsync(WorkCommand.StartBreak);
        bench.Clock.Pass(TimeSpan.FromMinutes(10));
        await WorkAsync(WorkCommand.EndBreak);
        (await ProgressAsync()).ShouldBe(2, "one break a work log");
        await WorkAsync(WorkCommand.EndWork);

        await WorkAsync(WorkCommand.StartWork);
        await WorkAsync(WorkCommand.StartBreak);
        bench.Clock.Pass(TimeSpan.FromMinutes(10));
        await WorkAsync(WorkCommand.EndWork);
        (await ProgressAsync()).ShouldBe(3, "clocking out ends the break");

        async Task<int> ProgressAsync() => (await bench.OwnAsync(ann, DefaultChallenges.BreakChampion))!.Progress;
        async Task WorkAsync(WorkCommand command) =>
            (await bench.Work.RunAsync(ann.UserId, ann.Calendar, command, new RecordedWorkdayTimers())).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_day_counts_once_when_closed_before_five()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.HealthyBoundaries)).Problem.ShouldBeNull();
        for (var day = 1; day <= 5; day++)
        {
            await SendAsync();
            await SendAsync();
            (await bench.OwnAsync(ann, DefaultChallenges.HealthyBoundaries))!.Progress.ShouldBe(day);
            bench.Clock.Pass(TimeSpan.FromHours(24));
        }

        (await bench.PointsAsync(ann)).ShouldBe(75);
        var stats = await new ChallengeStatsReader(bench.Store, bench.Clock).ReadAsync(ann);
        stats.ShouldBe(new ChallengeStats(75, 1, 5, "8:00"));

        async Task SendAsync() => (await bench.Reflections.SendAsync(
            ann.UserId, ann.Calendar, new ReflectionFields("great", null, [], null, null))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_late_timer_ends_belongs_to_the_week_of_its_plan()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        var week = bench.Week;
        bench.Clock.Pass(week.EndInUtc().AddMinutes(-30) - bench.Clock.GetUtcNow());
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.FocusSprintMaster)).Problem.ShouldBeNull();
        var session = (await bench.Sessions.StartAsync(ann.UserId, ann.Calendar, new SessionPlan(29), bench)).Value;
        bench.Clock.Pass(TimeSpan.FromHours(10));
        (await bench.Settlement.SettleAsync(session)).Value.Status.ShouldBe(SessionStatus.Completed);

        (await bench.Store.ReadAsync<ChallengeWeek>(ann.UserId, ChallengeWeek.IdOf(week)))!.Participations[0].Progress.ShouldBe(1);
        (await bench.Store.ReadAsync<ChallengeWeek>(ann.UserId, ChallengeWeek.IdOf(week.Next))).ShouldBeNull();
    }

    [Fact]
    public async Task A_request_that_straddles_the_turn_lands_in_exactly_one_week() => await Seeded.RunsAsync(20, async random =>
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        var week = bench.Week;
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        var tasks = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => bench.TaskAsync(ann)));
        bench.Clock.Pass(week.EndInUtc().AddMilliseconds(-1) - bench.Clock.GetUtcNow());
        var completing = tasks.Select(task => Task.Run(() => bench.Tasks.CompleteAsync(ann, task, ExpectedVersion.Any, bench))).ToList();
        for (var spin = random.Next(2_000); spin > 0; spin--)
            Thread.SpinWait(20);
        bench.Clock.Pass(TimeSpan.FromMilliseconds(1));
        var joining = Task.Run(() => bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher));
        (await Task.WhenAll(completing)).ShouldAllBe(outcome => outcome.Problem == null);
        (await joining).Problem.ShouldBeNull();

        var done = (await bench.AllAsync<TaskDocument>(ann.UserId)).ToDictionary(task => task.Id, task => task.CompletedAt!.Value);
        foreach (var document in await bench.AllAsync<ChallengeWeek>(ann.UserId))
            document.Participations[0].Counted.ShouldAllBe(task => UserCalendar.Utc.WeekOf(done[task]).ToString() == document.Week);
        (await bench.Store.ReadAsync<ChallengeWeek>(ann.UserId, ChallengeWeek.IdOf(week)))!.Participations[0].Counted
            .ShouldBe(done.Where(one => UserCalendar.Utc.WeekOf(one.Value) == week).Select(one => one.Key), ignoreOrder: true);
    });

    private static Task<(int Reads, int Queries, int Commits)> CostAsync<T>(Func<Task<T>> work) => ChallengeCommandsTests.CostAsync(work);
}
