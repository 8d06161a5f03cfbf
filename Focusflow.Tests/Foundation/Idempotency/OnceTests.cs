using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>
/// Every POST route, found and not listed, on a store that fails, with clients that leave and a process that is killed: what is
/// stored afterwards is what somebody else has for whom all went well, and the key gives its answer in the end.
/// </summary>
public sealed class OnceTests : IAsyncLifetime
{
    private readonly StoreFaults faults = new();
    private LocalApp app = null!;
    private OnceBench bench = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(options => options with
        {
            Configure = builder =>
            {
                UnreliableStore.Beneath(builder, faults);
                builder.AddFocusflow();
            },
        });
        bench = new OnceBench(app, faults.Stop);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public Task On_a_bad_line_a_key_is_carried_out_once() => EveryRouteAsync(async (random, post) =>
    {
        faults.Random = random;
        return await OnceBench.RepeatAsync(post, () => post.SendAsync(app, "key"));
    });

    [Fact]
    public async Task A_success_that_cannot_be_kept_is_not_told_also_when_nothing_was_changed()
    {
        for (var calls = 1; calls <= 14; calls++)
        {
            (await bench.CheckAsync("/api/auth/verify-password", post =>
            {
                faults.Plan(calls, () => throw new StoreUnavailableException("The line broke."));
                return OnceBench.RepeatAsync(post, () => post.SendAsync(app, "key"));
            })).ShouldBeTrue();
        }
    }

    [Fact]
    public Task When_the_client_leaves_a_key_is_carried_out_once() => EveryRouteAsync(async (random, post) =>
    {
        using var leaving = new CancellationTokenSource();
        faults.Plan(random.Next(1, 14), leaving.CancelAsync);
        var first = (Task<HttpResponseMessage>?)post.SendAsync(app, "key", leaving.Token);
        return await OnceBench.RepeatAsync(post, () => OnceBench.Take(ref first) ?? post.SendAsync(app, "key"));
    });

    [Fact]
    public Task When_the_process_is_killed_a_key_is_carried_out_once() => EveryRouteAsync(async (random, post) =>
    {
        var (reached, killed) = (new TaskCompletionSource(), new TaskCompletionSource());
        faults.Plan(random.Next(1, 14), async () =>
        {
            reached.SetResult();
            await killed.Task;
            throw new OperationCanceledException("Killed.");
        });
        var first = post.SendAsync(app, "key");
        if (await Task.WhenAny(reached.Task, first) == reached.Task)
            await app.CrashAsync();
        killed.SetResult();
        var answered = first.IsCompletedSuccessfully ? first : null;
        return await OnceBench.RepeatAsync(post, () => OnceBench.Take(ref answered) ?? post.SendAsync(app, "key"));
    });

    [Fact]
    public async Task Without_a_key_nothing_happens_twice_either()
    {
        var succeeded = 0;
        foreach (var route in PostTry.Routes(app).Where(route => !route.EndsWith("/auth/register", StringComparison.Ordinal)))
        {
            await Seeded.RunsAsync(2, async random =>
            {
                var (post, model) = (await bench.PrepareAsync(route), await bench.PrepareAsync(route));
                var before = await Traces.OfAsync(app, post.UserId!);
                await model.SendAsync(app, null);
                using var leaving = new CancellationTokenSource();
                faults.Random = random;
                faults.Plan(random.Next(1, 20), leaving.CancelAsync);
                HttpStatusCode? status = null;
                try
                {
                    status = (await post.SendAsync(app, null, leaving.Token)).StatusCode;
                }
                catch (OperationCanceledException)
                {
                    // The client left.
                }

                faults.Stop();
                var once = await Traces.OfAsync(app, model.UserId!);
                if (status is { } answered && (int)answered < 300)
                {
                    succeeded++;
                    (await Traces.OfAsync(app, post.UserId!)).ShouldBe(once, route);
                }
                else
                {
                    (await Traces.OfAsync(app, post.UserId!)).ShouldBeOneOf(before, once);
                }
            });
        }

        succeeded.ShouldBeGreaterThan(10);
    }

    private async Task EveryRouteAsync(Func<Random, PostTry, Task<HttpResponseMessage>> send)
    {
        var succeeded = 0;
        foreach (var route in PostTry.Routes(app))
            await Seeded.RunsAsync(2, async random => succeeded += await bench.CheckAsync(route, post => send(random, post)) ? 1 : 0);

        // A new route that cannot succeed as it is sent here wants a preparation in PostTry.
        succeeded.ShouldBeGreaterThanOrEqualTo(46 * Seeded.Times);
    }
}
