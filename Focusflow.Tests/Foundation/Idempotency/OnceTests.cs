using System.Globalization;
using System.Net;
using System.Text.Json;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>
/// Every POST route, found and not listed, on a store that fails, with clients that leave and a process that is killed: what is
/// stored afterwards is what somebody else has for whom all went well, and the key gives its answer in the end. For longer runs
/// set FOCUSFLOW_SOAK to how many times as much.
/// </summary>
public sealed class OnceTests : IAsyncLifetime
{
    private static readonly int Soak = int.TryParse(Environment.GetEnvironmentVariable("FOCUSFLOW_SOAK"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    private readonly StoreFaults faults = new();
    private LocalApp app = null!;
    private int people;

    public async ValueTask InitializeAsync() => app = await FocusflowTestApp.StartAsync(options => options with
    {
        Configure = builder =>
        {
            UnreliableStore.Beneath(builder, faults);
            builder.AddFocusflow();
        },
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public Task On_a_bad_line_a_key_is_carried_out_once() => EveryRouteAsync(async (random, post) =>
    {
        faults.Random = random;
        return await RepeatAsync(post, () => post.SendAsync(app, "key"));
    });

    [Fact]
    public Task When_the_client_leaves_a_key_is_carried_out_once() => EveryRouteAsync(async (random, post) =>
    {
        using var leaving = new CancellationTokenSource();
        faults.Plan(random.Next(1, 14), leaving.CancelAsync);
        var first = post.SendAsync(app, "key", leaving.Token);
        return await RepeatAsync(post, () => first is { } once ? Once(once, out first) : post.SendAsync(app, "key"));
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
        return await RepeatAsync(post, () => first is { IsCompletedSuccessfully: true } once ? Once(once, out first) : post.SendAsync(app, "key"));
    });

    [Fact]
    public async Task Without_a_key_nothing_happens_twice_either()
    {
        var succeeded = 0;
        foreach (var route in PostTry.Routes(app).Where(route => !route.EndsWith("/auth/register", StringComparison.Ordinal)))
        {
            await Seeded.RunsAsync(2 * Soak, async random =>
            {
                var (post, model) = (await PrepareAsync(route), await PrepareAsync(route));
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
        {
            await Seeded.RunsAsync(Soak, async random =>
            {
                var (post, model) = (await PrepareAsync(route), await PrepareAsync(route));
                var expected = await model.SendAsync(app, "key");
                ((int)expected.StatusCode).ShouldBeLessThan(500, route);
                HttpResponseMessage answer;
                try
                {
                    answer = await send(random, post);
                }
                finally
                {
                    faults.Stop();
                }

                var text = await answer.Content.ReadAsStringAsync();
                answer.StatusCode.ShouldBe(expected.StatusCode, $"{route}: {text}");
                (await Traces.OfAsync(app, await UserAsync(post, answer))).ShouldBe(await Traces.OfAsync(app, await UserAsync(model, expected)), route);
                if (!answer.IsSuccessStatusCode || route.EndsWith("/logout", StringComparison.Ordinal))
                    return; // logging out again is another request that finds it done
                succeeded++;
                var again = await post.SendAsync(app, "key");
                again.StatusCode.ShouldBe(answer.StatusCode, route);
                again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"], route);
                (await again.Content.ReadAsStringAsync()).ShouldBe(text, route);
                again.Headers.ETag.ShouldBe(answer.Headers.ETag, route);
                (await Traces.OfAsync(app, await UserAsync(post, answer))).ShouldBe(await Traces.OfAsync(app, await UserAsync(model, expected)), route);
            });
        }

        // A new route that cannot succeed as it is sent here wants a preparation in PostTry.
        succeeded.ShouldBeGreaterThanOrEqualTo(23 * Soak);
    }

    private Task<PostTry> PrepareAsync(string route) => PostTry.PrepareAsync(app, route, $"person{Interlocked.Increment(ref people)}@example.com");

    private static async Task<HttpResponseMessage> RepeatAsync(PostTry post, Func<Task<HttpResponseMessage>> send)
    {
        var last = "";
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                var answer = await send();
                var runs = answer.StatusCode == HttpStatusCode.Conflict && answer.Headers.RetryAfter is not null;
                if ((int)answer.StatusCode < 500 && !runs)
                    return answer;
                last = $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                if (runs)
                    await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                last = error.ToString(); // as a client does: again, with the same key
            }
        }

        throw new InvalidOperationException($"{post.Path} never answered: {last}");
    }

    private static Task<HttpResponseMessage> Once(Task<HttpResponseMessage> sent, out Task<HttpResponseMessage>? next)
    {
        next = null;
        return sent;
    }

    private static async Task<string> UserAsync(PostTry post, HttpResponseMessage answer) =>
        post.UserId ?? JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("id");
}
