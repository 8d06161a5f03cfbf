using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Tests.Features.Challenges;
using Focusflow.Tests.Foundation.Calendar;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>In every answer ranks agree with points, for every viewer, while the week runs and when the board is frozen.</summary>
public sealed class BoardAgreementTests
{
    private static readonly string[] Earned =
        [DefaultChallenges.TaskFinisher, DefaultChallenges.FocusSprintMaster, DefaultChallenges.BreakChampion, DefaultChallenges.HealthyBoundaries];

    [Fact]
    public async Task Who_was_hidden_at_the_freeze_has_no_part_in_the_ranks_and_is_not_listed_beside_them()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var (ann, bob) = (await bench.UserAsync("ann"), await bench.UserAsync("bob"));
        var week = bench.Week;
        await bench.EarnAsync(ann);
        (await bench.Challenges.JoinAsync(bob, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        await ShareAsync(bench, ann, false);
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await bench.TurnAsync(week);
        await ShareAsync(bench, ann, true);
        await bench.RefreshAsync();

        (await bench.Leaders.ReadAsync(bob.UserId, week)).ShouldBe([new LeaderRow(1, "bob", new SiteUrl("/avatars/bob.png"), 0, true)]);
        (await bench.Leaders.ReadAsync(ann.UserId, week)).ShouldBe([new LeaderRow(1, "ann", new SiteUrl("/avatars/ann.png"), 75, true)]);
    }

    [Fact]
    public async Task A_hidden_users_own_row_counts_in_that_users_answer()
    {
        using var bench = await ChallengeBench.OpenAsync();
        var (ann, bob) = (await bench.UserAsync("ann"), await bench.UserAsync("bob"));
        var week = bench.Week;
        await bench.EarnAsync(bob);
        await bench.EarnAsync(ann);
        await EarnMoreAsync(bench, ann, DefaultChallenges.BreakChampion);
        await ShareAsync(bench, ann, false);
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await bench.TurnAsync(week);
        (await bench.Leaders.ReadAsync(ann.UserId, week)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "ann"), (2, "bob")]);
        (await bench.Leaders.ReadAsync(bob.UserId, week)).Select(row => (row.Rank, row.Name)).ShouldBe([(1, "bob")]);
        (await ChallengeCommandsTests.CostAsync(() => bench.Leaders.ReadAsync(ann.UserId, week))).ShouldBe((0, 2, 0));
        (await ChallengeCommandsTests.CostAsync(() => bench.Leaders.ReadAsync(bob.UserId, week))).ShouldBe((0, 2, 0));
    }

    /// <summary>
    /// Users earn, hide and come out before, at and after the freeze, and points come late. The oracle remembers who could be
    /// seen at the freeze, and counts for each viewer, one by one, who has more points.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Every_answer_to_every_viewer_is_that_of_counting_one_by_one(int parts) => await Seeded.RunsAsync(6, async random =>
    {
        FlakyStore? flaky = null;
        using var bench = await ChallengeBench.OpenAsync(store => flaky = new FlakyStore(store), parts);
        var week = bench.Week;
        var people = new List<Person>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(new Person($"user{i}", await bench.UserAsync($"user{i}")));
            (await bench.Challenges.JoinAsync(people[i].Caller, DefaultChallenges.HealthyBoundaries)).Problem.ShouldBeNull();
        }

        for (var round = 0; round < 12; round++)
        {
            await ActAsync(EarnAsync);
            await RefreshAsync($"live, round {round}", freezes: true, turns: false);
        }

        bench.Clock.Pass(week.EndInUtc().AddHours(-1) - bench.Clock.GetUtcNow());
        await ActAsync(EarnAsync);
        bench.Clock.Pass(week.Closes - bench.Clock.GetUtcNow());
        await RefreshAsync("closed", freezes: true, turns: false);
        await BreakOffTurnAsync();
        await CompareAsync(people, "frozen in part");
        await RefreshAsync("at the freeze", freezes: true, turns: true);
        for (var round = 0; round < 12; round++)
        {
            await ActAsync(EarnLateAsync);
            await CompareAsync(people, $"frozen, before refresh {round}");
            await RefreshAsync($"frozen, round {round}", freezes: false, turns: true);
        }

        async Task ActAsync(Func<Person, Task> earn)
        {
            bench.Clock.Pass(TimeSpan.FromSeconds(random.Next(1, 30)));
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var person = people[random.Next(people.Count)];
                if (random.Next(3) > 0)
                {
                    person.Shares = !person.Shares;
                    await ShareAsync(bench, person.Caller, person.Shares);
                }
                else
                {
                    await earn(person);
                }
            }
        }

        async Task EarnAsync(Person person)
        {
            if (Earned.Except(person.Earned).FirstOrDefault() is not { } challenge)
                return;
            person.Earned.Add(challenge);
            await EarnMoreAsync(bench, person.Caller, challenge);
            person.Points = await bench.PointsAsync(person.Caller);
        }

        async Task EarnLateAsync(Person person)
        {
            var score = await bench.Store.ReadAsync<WeekScore>(person.Caller.UserId, WeekScore.IdOf(week))
                ?? WeekScore.None(person.Caller.UserId, week);
            await WriteSet.ForUser(person.Caller.UserId).Put(score with { Points = score.Points + 75 }).CommitAsync(bench.Store);
            person.Points += 75;
        }

        async Task BreakOffTurnAsync()
        {
            var last = flaky!.Commits + random.Next(parts + 2);
            flaky.Decide = commit => commit == last ? Fate.DiesAfter : Fate.Lives;
            try
            {
                await bench.TurnAsync(week);
            }
            catch (KilledException)
            {
                // The next one goes on.
            }

            flaky.Decide = _ => Fate.Lives;
        }

        async Task RefreshAsync(string when, bool freezes, bool turns)
        {
            if (turns)
                await bench.TurnAsync(week);
            else
                await bench.RefreshAsync();
            foreach (var person in people)
                person.Settle(freezes);
            await CompareAsync(people, when);
            if (!turns)
                return;
            foreach (var person in people.Where(person => person.Points > 0))
            {
                var score = (await bench.Store.ReadAsync<WeekScore>(person.Caller.UserId, WeekScore.IdOf(week)))!;
                var own = (await bench.Leaders.ReadAsync(person.Caller.UserId, week)).Single(row => row.IsCurrentUser);
                score.FinalRank.ShouldBe(own.Rank, $"{when}: the result of {person} is what the board says");
            }
        }

        // A viewer's own points are those of this moment, everybody else's those of the last refresh.
        async Task CompareAsync(IEnumerable<Person> viewers, string when)
        {
            foreach (var viewer in viewers)
            {
                int PointsOf(Person person) => person == viewer ? person.Points : person.OnBoard;
                var limit = random.Next(1, 10);
                var ranked = people.Where(person => person.Counted || person == viewer).ToList();
                var listed = ranked.Where(person => (person.Seen || person == viewer) && PointsOf(person) > 0).OrderByDescending(PointsOf).ToList();
                var rows = await bench.Leaders.ReadAsync(viewer.Caller.UserId, week, limit);
                var story = $"{when}, for {viewer} of {string.Join(", ", people)}";
                foreach (var row in rows)
                    row.Rank.ShouldBe(1 + ranked.Count(person => PointsOf(person) > row.Points), $"{row} {story}");
                rows.Take(limit).Where(row => row.Points > 0).Select(row => row.Points).ShouldBe(listed.Take(limit).Select(PointsOf), story);
                rows.Single(row => row.IsCurrentUser).Points.ShouldBe(viewer.Points, story);
                rows.Where(row => !row.IsCurrentUser).Select(row => row.Name).ShouldBeSubsetOf(listed.Select(person => person.Name), story);
            }
        }
    });

    private static Task ShareAsync(ChallengeBench bench, Caller user, bool shares) =>
        bench.ChangeAsync(user, account => account with { Settings = account.Settings with { ShareWorkStats = shares } });

    private static async Task EarnMoreAsync(ChallengeBench bench, Caller user, string challenge)
    {
        await bench.Challenges.JoinAsync(user, challenge); // unless joined already
        (await bench.Challenges.ReportAsync(user, challenge, 100)).Problem.ShouldBeNull();
    }

    private sealed record Person(string Name, Caller Caller)
    {
        public bool Shares { get; set; } = true;

        public int Points { get; set; }

        public List<string> Earned { get; } = [];

        public bool Seen { get; private set; } = true;

        /// <summary>The points that others see, as of the last refresh.</summary>
        public int OnBoard { get; private set; }

        /// <summary>Whether the user is in the ranks: who could be seen at the last refresh of the running week.</summary>
        public bool Counted { get; private set; } = true;

        public void Settle(bool counts)
        {
            (Seen, OnBoard) = (Shares, Points);
            Counted = counts ? Shares : Counted;
        }

        public override string ToString() => $"{Name} {Points}{(Shares ? "" : " hidden")}{(Counted ? "" : " uncounted")}";
    }
}
