using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Sharing;

public sealed class SharedWorkTests
{
    private static readonly Problem Busy = new(ProblemCodes.Overloaded, "Busy.");
    private static readonly Problem TooMany = new(ProblemCodes.RateLimited, "Too many.");

    [Fact]
    public async Task Of_one_users_twenty_searches_at_once_another_user_waits_for_one()
    {
        var work = new SharedWork(1, TimeSpan.FromMinutes(1), Busy, TooMany);
        List<string> done = [];
        var first = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var greedy = Enumerable.Range(0, 20).Select(i => work.RunAsync<Done>(
            Claimant.Of("greedy"),
            async () =>
            {
                begun.TrySetResult();
                await first.Task;
                lock (done)
                    done.Add("greedy");
                return default(Done);
            },
            isFree: false)).ToList();
        await begun.Task;
        var modest = work.RunAsync<Done>(
            Claimant.Of("modest"),
            () =>
            {
                lock (done)
                    done.Add("modest");
                return Task.FromResult<Outcome<Done>>(default(Done));
            },
            isFree: false);

        first.SetResult();
        (await modest).Problem.ShouldBeNull();
        var outcomes = await Task.WhenAll(greedy);

        done.IndexOf("modest").ShouldBe(1);
        outcomes.Count(outcome => outcome.Problem?.Code == ProblemCodes.RateLimited).ShouldBe(3);
        outcomes.Count(outcome => outcome.Problem is null).ShouldBe(17);
    }

    [Fact]
    public async Task Whoever_goes_away_or_fails_gives_the_turn_on()
    {
        var work = new SharedWork(1, TimeSpan.FromMinutes(1), Busy, TooMany);
        await Should.ThrowAsync<FormatException>(() => work.RunAsync<Done>(Claimant.Of("a"), () => throw new FormatException(), isFree: true));
        var held = new TaskCompletionSource();
        var holding = work.RunAsync<Done>(
            Claimant.Of("a"),
            async () =>
            {
                await held.Task;
                return default(Done);
            },
            isFree: true);
        using var gone = new CancellationTokenSource();
        var leaving = work.RunAsync<Done>(Claimant.Of("b"), () => throw new InvalidOperationException("It left."), isFree: true, gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);

        held.SetResult();
        (await holding).Problem.ShouldBeNull();
        (await work.RunAsync<Done>(Claimant.Of("c"), () => Task.FromResult<Outcome<Done>>(default(Done)), isFree: true)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_waits_longer_than_is_said()
    {
        var work = new SharedWork(1, TimeSpan.FromMilliseconds(1), Busy, TooMany);
        var held = new TaskCompletionSource();
        var holding = work.RunAsync<Done>(
            Claimant.Of("a"),
            async () =>
            {
                await held.Task;
                return default(Done);
            },
            isFree: true);

        (await work.RunAsync<Done>(Claimant.Of("b"), () => throw new InvalidOperationException("It had no turn."), isFree: true)).Problem.ShouldBe(Busy);
        held.SetResult();
        (await holding).Problem.ShouldBeNull();
    }
}
