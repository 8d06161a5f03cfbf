using System.Net;
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

        // Each is held against the same request without accidents; some routes refuse it there as well, for want of a code, say.
        succeeded.ShouldBeGreaterThanOrEqualTo(RoutesAtATime / 4);
    }

    [Fact]
    public async Task Two_instances_that_get_the_same_request_at_once_carry_it_out_once()
    {
        emulator.SkipWithoutIt();
        (string, string?)[] settings =
            [.. emulator.Settings, ("LeaderboardSchedule", "0 * * * * *"), ("Focusflow:Auth:SigningKey", Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)(i * 7)).ToArray()))];
        await using var one = await FocusflowTestApp.StartAsync(settings);
        await using var two = await FocusflowTestApp.StartAsync(settings);
        var ann = await one.RegisterAsync();
        const int Rounds = 5;
        for (var round = 0; round < Rounds; round++)
        {
            var post = new PostTry("/api/tasks", new { title = $"Task {round}" }, ann, ann.Id);
            await emulator.LoseAsync(0, delay: 10);
            var answers = await Task.WhenAll(post.SendAsync(one, $"{round}"), post.SendAsync(two, $"{round}"));
            await emulator.LoseAsync(0);

            answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
            answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
            (await answers[0].Content.ReadAsStringAsync()).ShouldBe(await answers[1].Content.ReadAsStringAsync());
            answers[0].Headers.ETag.ShouldBe(answers[1].Headers.ETag);
        }

        (await (await ann.GetAsync("/api/tasks")).JsonAsync()).GetArrayLength().ShouldBe(Rounds);
    }
}
