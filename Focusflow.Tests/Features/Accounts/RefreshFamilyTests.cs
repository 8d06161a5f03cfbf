using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>
/// A family of refresh tokens against a model, over random interleavings: clients that hold any token ever given refresh
/// alone or at once, on two instances, answers get lost, time passes.
/// </summary>
public sealed class RefreshFamilyTests
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12), Sessions.Grace, Sessions.Grace + TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(50)];

    [Fact]
    public Task A_family_is_one_line_however_its_members_are_used() => Seeded.RunsAsync(25, async random =>
    {
        using var desk = await AccountDesk.OpenAsync();
        await using var another = desk.Open();
        Sessions[] instances = [desk.Get<Sessions>(), another.GetRequiredService<Sessions>()];
        var family = new Family((await desk.RegisterAsync()).Value.Tokens.RefreshToken);
        for (var step = 0; step < 40; step++)
        {
            desk.Clock.Pass(Pauses[random.Next(Pauses.Length)]);

            // Mostly a newer one: what was used long ago ends the family.
            var token = family.Known(random.Next(10) == 0 ? random.Next(int.MaxValue) : random.Next(3));
            if (random.Next(4) == 0)
                (desk.Store.FailingCommit, desk.Store.TakesEffect) = (1, random.Next(2) == 0);
            var used = desk.Clock.GetUtcNow();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, random.Next(1, 4)).Select(i =>
                Task.Run(() => TryRefreshAsync(instances[i % 2], token))));
            var hadEffect = desk.Store is { FailingCommit: 0, TakesEffect: true };
            desk.Store.FailingCommit = 0;
            family.Check(token, used, outcomes, hadEffect);
        }
    });

    [Fact]
    public async Task A_used_token_gives_the_newest_pair_until_the_grace_is_over()
    {
        using var desk = await AccountDesk.OpenAsync();
        var sessions = desk.Get<Sessions>();
        var first = (await desk.RegisterAsync()).Value.Tokens.RefreshToken;
        var second = (await sessions.RefreshAsync(first)).Value.RefreshToken;
        desk.Clock.Pass(TimeSpan.FromSeconds(20));
        var third = (await sessions.RefreshAsync(second)).Value.RefreshToken;

        desk.Clock.Pass(TimeSpan.FromSeconds(10));
        (await sessions.RefreshAsync(first)).Value.RefreshToken.ShouldBe(third);
        desk.Clock.Pass(TimeSpan.FromSeconds(20));
        (await sessions.RefreshAsync(second)).Value.RefreshToken.ShouldBe(third);
        (await sessions.RefreshAsync(first)).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
        (await sessions.RefreshAsync(third)).Problem!.Kind.ShouldBe(ProblemKind.Unauthenticated);
    }

    private static async Task<Outcome<TokenPair>?> TryRefreshAsync(Sessions sessions, string token)
    {
        try
        {
            return await sessions.RefreshAsync(token);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What may be true of a family: its line, as far as clients got to see it.</summary>
    private sealed class Family(string first)
    {
        private readonly List<string?> line = [first];
        private readonly Dictionary<int, DateTimeOffset> firstUse = [];
        private bool ended;

        /// <summary>A token that some client holds, counted from the newest.</summary>
        public string Known(int back)
        {
            List<string> known = [.. line.OfType<string>()];
            return known[^(1 + (back % known.Count))];
        }

        public void Check(string token, DateTimeOffset now, Outcome<TokenPair>?[] outcomes, bool hadEffect)
        {
            var position = line.IndexOf(token);
            var isLate = firstUse.TryGetValue(position, out var used) && now - used > Sessions.Grace;
            if (ended || isLate)
            {
                var survives = !ended && outcomes.All(outcome => outcome is null) && !hadEffect;
                ended = !survives;
                outcomes.OfType<Outcome<TokenPair>>().ShouldAllBe(outcome => outcome.Problem != null && outcome.Problem.Kind == ProblemKind.Unauthenticated);
                return;
            }

            var given = outcomes.OfType<Outcome<TokenPair>>().Select(outcome => outcome.Value.RefreshToken).Distinct().ToList();
            given.Count.ShouldBeLessThanOrEqualTo(1, "the family forked");
            if (position == line.Count - 1 && (given.Count > 0 || hadEffect))
            {
                firstUse[position] = now;
                line.Add(null);
            }

            if (given.Count == 0)
                return;
            line.IndexOf(given[0]).ShouldBeOneOf(-1, line.Count - 1);
            (line[^1] ?? given[0]).ShouldBe(given[0]);
            line[^1] = given[0];
        }
    }
}
