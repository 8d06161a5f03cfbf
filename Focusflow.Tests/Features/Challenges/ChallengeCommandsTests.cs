using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

public sealed class ChallengeCommandsTests
{
    [Fact]
    public async Task The_catalogue_is_there_from_the_first_start_and_only_once()
    {
        using var bench = await ChallengeBench.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => new ChallengeCatalogue(bench.Store, bench.Clock, NullLogger<ChallengeCatalogue>.Instance).ListAsync().AsTask())));
        (await bench.Catalogue.ListAsync()).Select(challenge => (challenge.Name, challenge.Points, challenge.ChallengeType, challenge.TargetValue)).ShouldBe(
        [
            ("Healthy Boundaries", 75, "shutdown", 5),
            ("Focus Sprint Master", 75, "focus", 10),
            ("Break Champion", 75, "break", 5),
            ("Task Finisher", 75, "task", 15),
        ]);
    }

    [Fact]
    public async Task A_challenge_that_an_operator_adds_or_retires_shows_after_a_minute()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();
        var known = await bench.Store.ReadAsync<Challenge>(Challenge.Partition, DefaultChallenges.BreakChampion);
        await new WriteSet(Containers.Challenges, Challenge.Partition)
            .Replace(known! with { IsActive = false })
            .Create(known with { Id = Guid.NewGuid().ToString(), Name = "Walk", ETag = "" })
            .CommitAsync(bench.Store);

        bench.Clock.Pass(ChallengeCatalogue.Freshness);
        var bob = await bench.UserAsync("bob");
        (await bench.Weekly.ListAsync(bob)).Select(view => view.Name).ShouldBe(
            ["Healthy Boundaries", "Focus Sprint Master", "Task Finisher", "Walk"], ignoreOrder: true);
        (await bench.Weekly.ListAsync(ann)).Count.ShouldBe(5);
        (await bench.Challenges.JoinAsync(bob, DefaultChallenges.BreakChampion)).Problem.ShouldBe(Membership.Unknown);
        (await bench.Challenges.LeaveAsync(ann, DefaultChallenges.BreakChampion)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_done_is_400_with_the_sentences_of_the_requirements()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        Refused(await bench.Challenges.JoinAsync(ann, Guid.NewGuid().ToString()), "Challenge not found");
        Refused(await bench.Challenges.JoinAsync(ann, "no-such"), "Challenge not found");
        Refused(await bench.Challenges.LeaveAsync(ann, "no-such"), "Challenge not found");
        Refused(await bench.Challenges.LeaveAsync(ann, DefaultChallenges.TaskFinisher), "Not participating in this challenge");
        Refused(await bench.Challenges.ReportAsync(ann, DefaultChallenges.TaskFinisher, 3), "Not participating in this challenge");
        (await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher.ToUpperInvariant())).Problem.ShouldBeNull();
        Refused(await bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher), "Already participating in this challenge");
    }

    [Fact]
    public async Task Joining_and_leaving_show_at_once_and_to_others_after_the_refresh()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var users = new[] { await bench.UserAsync("ann"), await bench.UserAsync("bob"), await bench.UserAsync("cleo"), await bench.UserAsync("dan") };
        var (ann, dan) = (users[0], users[3]);
        foreach (var user in users)
        {
            bench.Clock.Pass(TimeSpan.FromMinutes(1));
            (await bench.Challenges.JoinAsync(user, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
            var own = await SeenAsync(user);
            (own.JoinedCount, own.Progress, own.Total, own.Status).ShouldBe((1, 0, 15, "in_progress"));
            own.JoinedAvatars.ShouldHaveSingleItem();
        }

        await bench.RefreshAsync();
        (await SeenAsync(ann)).JoinedCount.ShouldBe(4);
        (await SeenAsync(dan)).JoinedAvatars.Select(one => one.Kept).ShouldBe(["/avatars/ann.png", "/avatars/bob.png", "/avatars/cleo.png"]);

        await bench.Challenges.LeaveAsync(ann, DefaultChallenges.TaskFinisher);
        var left = await SeenAsync(ann);
        (left.JoinedCount, left.Progress, left.Status).ShouldBe((3, null, null));
        left.JoinedAvatars.Select(one => one.Kept).ShouldBe(["/avatars/bob.png", "/avatars/cleo.png", "/avatars/dan.png"]);
        (await SeenAsync(dan)).JoinedCount.ShouldBe(4);
        await bench.RefreshAsync();
        (await SeenAsync(dan)).JoinedCount.ShouldBe(3);

        async Task<ChallengeView> SeenAsync(Caller user) =>
            (await bench.Weekly.ListAsync(user)).Single(view => view.Id == DefaultChallenges.TaskFinisher);
    }

    [Fact]
    public async Task Every_use_case_costs_as_few_round_trips_as_promised()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        (await CostAsync(() => bench.Weekly.ListAsync(ann))).ShouldBe((1, 1, 0));
        (await CostAsync(() => bench.Challenges.JoinAsync(ann, DefaultChallenges.TaskFinisher))).ShouldBe((1, 0, 1));
        (await CostAsync(() => bench.Weekly.ListAsync(ann))).ShouldBe((2, 1, 0));
        (await CostAsync(() => bench.Challenges.LeaveAsync(ann, DefaultChallenges.TaskFinisher))).ShouldBe((1, 0, 1));
        (await CostAsync(() => new ChallengeStatsReader(bench.Store, bench.Clock).ReadAsync(ann))).ShouldBe((0, 1, 0));
        (await CostAsync(() => bench.Leaders.ReadAsync(ann.UserId, bench.Week))).ShouldBe((0, 2, 0));
    }

    [Fact]
    public async Task Joins_that_race_for_the_same_week_all_count()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var ann = await bench.UserAsync("ann");
        var ids = (await bench.Catalogue.ListAsync()).Select(challenge => challenge.Id).ToList();
        var outcomes = await Task.WhenAll(ids.Concat(ids).Select(id => Task.Run(() => bench.Challenges.JoinAsync(ann, id))));
        outcomes.Count(outcome => outcome.Problem is null).ShouldBe(ids.Count);
        (await bench.Weekly.ListAsync(ann)).ShouldAllBe(view => view.Status == "in_progress");
    }

    private static void Refused(Outcome<ChallengeWeek> outcome, string detail) =>
        (outcome.Problem!.Kind, outcome.Problem.Detail).ShouldBe((ProblemKind.Malformed, detail));

    internal static async Task<(int Reads, int Queries, int Commits)> CostAsync<T>(Func<Task<T>> work)
    {
        var usage = StoreUsage.Begin();
        await work();
        return (usage.Reads, usage.Queries, usage.Commits);
    }
}
