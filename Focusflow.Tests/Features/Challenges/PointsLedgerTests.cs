using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>Points are earned once, whatever happens to requests and processes on the way.</summary>
public sealed class PointsLedgerTests
{
    [Fact]
    public async Task Two_hundred_completions_at_once_award_once()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        var tasks = new List<Guid>();
        for (var i = 0; i < 40; i++)
            tasks.Add(await bench.TaskAsync(ann));

        // Each of the forty tasks is completed by five requests at once.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(i => Task.Run(() => bench.Tasks.CompleteAsync(ann, tasks[i % tasks.Count], ExpectedVersion.Any, bench))));

        outcomes.ShouldAllBe(outcome => outcome.Problem == null);
        (await bench.PointsAsync(ann)).ShouldBe(75);
        (await bench.OwnAsync(ann, DefaultChallenges.TaskFinisher))!.Progress.ShouldBe(15);
        (await bench.NotificationsAsync(ann)).ShouldHaveSingleItem().NotificationKind.ShouldBe(NotificationKind.ChallengeCompleted);
    }

    /// <summary>
    /// Three users do everything that counts, in random order, while commits are lost before or after they happen; whoever
    /// got no answer tries again. At the end the books must balance.
    /// </summary>
    [Fact]
    public async Task The_ledger_balances_after_any_interleaving_with_crashes() => await Seeded.RunsAsync(6, async random =>
    {
        FlakyStore? flaky = null;
        using var bench = await ChallengeBench.OpenAsync(store => flaky = new FlakyStore(store));
        var users = new[] { await bench.UserAsync("ann"), await bench.UserAsync("bob"), await bench.UserAsync("cleo") };
        var tasks = new Dictionary<string, List<Guid>>();
        foreach (var user in users)
            tasks[user.UserId] = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.TaskAsync(user)))];
        var ids = (await bench.Catalogue.ListAsync()).Select(challenge => challenge.Id).ToList();
        var dice = new Random(random.Next());
        flaky!.Decide = _ =>
        {
            lock (dice)
                return dice.Next(10) switch { 0 => Fate.DiesBefore, 1 => Fate.DiesAfter, _ => Fate.Lives };
        };

        for (var round = 0; round < 60; round++)
        {
            await Task.WhenAll(users.Select(user => random.Next()).Zip(users, (seed, user) => Task.Run(() => ActAsync(new Random(seed), user))));
            bench.Clock.Pass(TimeSpan.FromHours(random.Next(1, 4)));
        }

        foreach (var user in users)
            await BalanceAsync(bench, user.UserId);
        return;

        async Task ActAsync(Random dice, Caller user)
        {
            var own = tasks[user.UserId];
            await (dice.Next(8) switch
            {
                0 or 1 => TryAsync(() => bench.Challenges.JoinAsync(user, ids[dice.Next(ids.Count)])),
                2 when dice.Next(4) == 0 => TryAsync(() => bench.Challenges.LeaveAsync(user, ids[dice.Next(ids.Count)])),
                3 => TryAsync(() => bench.Tasks.UncompleteAsync(user, own[dice.Next(own.Count)], ExpectedVersion.Any, bench)),
                4 => TryAsync(() => bench.Challenges.ReportAsync(user, ids[dice.Next(ids.Count)], dice.Next(12))),
                5 => TryAsync(() => bench.Reflections.SendAsync(
                    user.UserId, user.Calendar, new ReflectionFields("good", null, [], null, null))),
                _ => Task.WhenAll(own.OrderBy(_ => dice.Next()).Take(5).Select(id => TryAsync(
                    () => bench.Tasks.CompleteAsync(user, id, ExpectedVersion.Any, bench)))),
            });
        }
    });

    [Fact]
    public async Task A_session_counts_once_whoever_ends_it_and_however_often()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.FocusSprintMaster)).Problem.ShouldBeNull();
        for (var i = 1; i <= 11; i++)
        {
            var session = (await bench.Sessions.StartAsync(ann.UserId, ann.Calendar, new SessionPlan(25), bench)).Value;
            bench.Clock.Pass(TimeSpan.FromMinutes(25));
            await Task.WhenAll(
                Task.Run(() => bench.Sessions.ChangeAsync(ann.UserId, session.Id, SessionCommand.Complete, bench)),
                Task.Run(() => bench.Settlement.WakeAsync(SessionWakeUp.For(session))),
                Task.Run(() => bench.Settlement.SettleAsync(session).AsTask()));
            (await bench.OwnAsync(ann, DefaultChallenges.FocusSprintMaster))!.Progress.ShouldBe(Math.Min(i, 10));
        }

        (await bench.PointsAsync(ann)).ShouldBe(75);
    }

    /// <summary>The user's totals, the weeks' scores and the single participations tell the same sum.</summary>
    internal static async Task BalanceAsync(ChallengeBench bench, string userId)
    {
        var weeks = await bench.AllAsync<ChallengeWeek>(userId);
        var scores = (await bench.AllAsync<WeekScore>(userId)).ToDictionary(score => score.Week);
        var totals = await bench.Store.ReadAsync<ChallengeTotals>(userId, ChallengeTotals.FixedId);
        var told = (await bench.AllAsync<NotificationDocument>(userId)).Count(one => one.NotificationKind == NotificationKind.ChallengeCompleted);

        var completed = weeks.SelectMany(week => week.Participations).Where(one => one.IsCompleted).ToList();
        foreach (var week in weeks)
            (scores.GetValueOrDefault(week.Week)?.Points ?? 0).ShouldBe(week.Participations.Sum(one => one.PointsEarned));
        (totals?.TotalPoints ?? 0).ShouldBe(completed.Sum(one => one.Points));
        (totals?.ChallengesCompleted ?? 0).ShouldBe(completed.Count);
        told.ShouldBe(completed.Count);
    }

    private static async Task TryAsync<T>(Func<Task<T>> request)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                await request();
                return;
            }
            catch (KilledException)
            {
                // The client got no answer and asks again.
            }
        }
    }
}
