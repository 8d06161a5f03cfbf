using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Idempotency;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

/// <summary>Some of the POST routes, each time others, on Cosmos DB far away: answers get lost, clients leave.</summary>
public sealed class OnceOnCosmosTests(CosmosEmulator emulator) : IClassFixture<CosmosEmulator>
{
    private const int RoutesAtATime = 8;

    [Fact]
    public async Task Far_away_a_key_is_carried_out_once()
    {
        emulator.SkipWithoutIt();
        await using var app = await FocusflowTestApp.StartAsync([.. emulator.Settings, ("LeaderboardSchedule", "0 * * * * *")]);
        var bench = new OnceBench(app, () => emulator.LoseAsync(0).GetAwaiter().GetResult());
        var succeeded = 0;
        await Seeded.RunsAsync(1, async random =>
        {
            var routes = PostTry.Routes(app).ToArray();
            random.Shuffle(routes);
            foreach (var route in routes.Take(RoutesAtATime))
            {
                succeeded += await bench.CheckAsync(route, async post =>
                {
                    await emulator.LoseAsync(random.Next(3), carriedOut: random.Next(3) > 0, delay: 20);
                    using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 150)), TimeProvider.System);
                    var first = (Task<HttpResponseMessage>?)post.SendAsync(app, "key", leaving.Token);
                    return await OnceBench.RepeatAsync(post, () => OnceBench.Take(ref first) ?? post.SendAsync(app, "key"));
                }) ? 1 : 0;
            }
        });

        succeeded.ShouldBeGreaterThanOrEqualTo(RoutesAtATime - 1);
    }
}
