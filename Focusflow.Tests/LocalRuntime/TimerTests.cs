using System.Collections.Concurrent;
using System.Net;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Microsoft.Azure.Functions.Worker;
using Focusflow.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class TimerTests
{
    private static readonly DateTimeOffset Eight = new(2025, 9, 29, 8, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<Run> runs = new();
    private readonly SemaphoreSlim hold = new(0);

    [Fact]
    public async Task A_timer_function_runs_at_each_of_its_times()
    {
        await using var app = await StartAsync(typeof(Quarterly));

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(50));

        runs.Select(run => run.At).ShouldBe([At(8, 15), At(8, 30), At(8, 45)]);
        runs.ShouldAllBe(run => !run.PastDue);
    }

    [Fact]
    public async Task The_status_of_the_schedule_is_that_before_the_run_and_survives_restarts()
    {
        await using var app = await StartAsync(typeof(Quarterly));

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));
        await app.RestartAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));

        var (first, second) = (runs.First().Status!, runs.Last().Status!);
        (first.Last, first.Next, first.LastUpdated).ShouldBe((default(DateTime), At(8, 15), At(8, 0)));
        (second.Last, second.Next, second.LastUpdated).ShouldBe((At(8, 15), At(8, 30), At(8, 15)));
        second.Next.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public async Task Occurrences_missed_while_down_are_made_up_for_once()
    {
        await using var app = await StartAsync(typeof(Quarterly));

        await app.RestartAsync(downFor: TimeSpan.FromMinutes(40));
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(6));

        runs.Select(run => (run.At, run.PastDue)).ShouldBe([(At(8, 40), true), (At(8, 45), false)]);
    }

    [Fact]
    public async Task Nothing_is_made_up_for_when_nothing_was_missed()
    {
        await using var app = await StartAsync(typeof(Quarterly));

        await app.CrashAsync(downFor: TimeSpan.FromMinutes(14));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(30));

        runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Schedules_come_from_settings_and_a_changed_one_holds_from_the_next_start()
    {
        await using var app = await StartAsync(typeof(Configured), ("Every", "0 0 * * * *"));

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

        runs.Select(run => run.At).ShouldBe([At(9, 0)]);
    }

    [Fact]
    public async Task A_schedule_within_the_minute_has_no_status_and_makes_up_for_nothing()
    {
        await using var app = await StartAsync(typeof(Often));

        await app.RestartAsync(downFor: TimeSpan.FromSeconds(45));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(20));

        runs.Select(run => run.At).ShouldBe([Eight.UtcDateTime.AddSeconds(50), Eight.UtcDateTime.AddSeconds(60)]);
        runs.ShouldAllBe(run => run.Status == null);
    }

    [Fact]
    public async Task A_function_of_every_second_rests_on_a_moved_clock_while_nothing_is_stored()
    {
        await using var app = await StartAsync(typeof(Configured), ("Every", "* * * * * *"));
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(7));
        runs.Count.ShouldBeInRange(1, 3);

        var store = app.Services.GetRequiredService<IDocumentStore>();
        await store.CommitAsync(new DocumentBatch(
            Containers.UserData, "ann", [new DocumentWrite.Create("one", "thing", """{"id":"one","kind":"thing","userId":"ann"}"""u8.ToArray())]));
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
        runs.Last().At.ShouldBe(Eight.UtcDateTime.AddDays(7).AddSeconds(1));

        var before = runs.Count;
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        (runs.Count - before).ShouldBeLessThan(3);
    }

    [Fact]
    public async Task Run_on_startup_runs_at_every_start()
    {
        await using var app = await StartAsync(typeof(AtStart));
        await app.Clock.AdvanceAsync(TimeSpan.Zero); // until the first start's run has ended

        await app.RestartAsync();
        await app.Clock.AdvanceAsync(TimeSpan.Zero);

        runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_does_not_end_the_schedule()
    {
        await using var app = await StartAsync(typeof(Failing));

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(3));

        runs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_admin_endpoint_runs_it_now_and_runs_never_overlap()
    {
        await using var app = await StartAsync(typeof(Slow));
        (await app.Client.PostAsync("/admin/functions/Slow", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await RunNowAsync(app, "slow")).ShouldBe(HttpStatusCode.Accepted);
        (await RunNowAsync(app, "Slow")).ShouldBe(HttpStatusCode.Accepted);
        var moving = app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Task.WhenAny(moving, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        runs.Count.ShouldBe(1); // the other waits for this one
        moving.IsCompleted.ShouldBeFalse();

        hold.Release(3);
        await moving;

        runs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_admin_endpoint_knows_only_timer_functions()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]));

        (await RunNowAsync(app, "Nothing")).ShouldBe(HttpStatusCode.NotFound);
        (await RunNowAsync(app, "ReadAll")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Middleware_runs_around_timer_functions_without_a_request()
    {
        var requests = new ConcurrentQueue<bool>();
        var options = LocalAppOptions.For([typeof(Quarterly)], builder =>
        {
            Register(builder);
            builder.UseMiddleware((context, next) =>
            {
                requests.Enqueue(context.GetHttpContext() is null);
                return next();
            });
        });
        await using var app = await LocalApp.StartAsync(options with { Now = Eight });

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(15));

        requests.ShouldBe([true]);
    }

    private static DateTime At(int hour, int minute) => new(2025, 9, 29, hour, minute, 0, DateTimeKind.Utc);

    private static async Task<HttpStatusCode> RunNowAsync(LocalApp app, string function) =>
        (await app.Client.PostAsync($"/admin/functions/{function}?code={app.MasterKey}", new StringContent("""{"input":""}"""))).StatusCode;

    private Task<LocalApp> StartAsync(Type functions, params (string Name, string Value)[] settings) =>
        LocalApp.StartAsync(LocalAppOptions.For([functions], Register) with
        {
            Now = Eight,
            Settings = settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value, StringComparer.Ordinal),
        });

    private void Register(LocalHostBuilder builder)
    {
        builder.Services.AddSingleton(runs);
        builder.Services.AddSingleton(hold);
    }

    public sealed record Run(DateTime At, bool PastDue, ScheduleStatus? Status);

    public abstract class Recording(ConcurrentQueue<Run> runs, TimeProvider clock)
    {
        protected void Record(TimerInfo timer) =>
            runs.Enqueue(new Run(clock.GetUtcNow().UtcDateTime, timer.IsPastDue, timer.ScheduleStatus));
    }

    public sealed class Quarterly(ConcurrentQueue<Run> runs, TimeProvider clock) : Recording(runs, clock)
    {
        [Function("Quarterly")]
        public void Go([TimerTrigger("0 */15 * * * *")] TimerInfo timer) => Record(timer);
    }

    public sealed class Configured(ConcurrentQueue<Run> runs, TimeProvider clock) : Recording(runs, clock)
    {
        [Function("Configured")]
        public void Go([TimerTrigger("%Every%")] TimerInfo timer) => Record(timer);
    }

    public sealed class Often(ConcurrentQueue<Run> runs, TimeProvider clock) : Recording(runs, clock)
    {
        [Function("Often")]
        public void Go([TimerTrigger("*/10 * * * * *")] TimerInfo timer) => Record(timer);
    }

    public sealed class AtStart(ConcurrentQueue<Run> runs, TimeProvider clock) : Recording(runs, clock)
    {
        [Function("AtStart")]
        public void Go([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => Record(timer);
    }

    public sealed class Failing(ConcurrentQueue<Run> runs, TimeProvider clock) : Recording(runs, clock)
    {
        [Function("Failing")]
        public async Task Go([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            Record(timer);
            await Task.Yield();
            throw new InvalidOperationException("as always");
        }
    }

    public sealed class Slow(ConcurrentQueue<Run> runs, TimeProvider clock, SemaphoreSlim hold) : Recording(runs, clock)
    {
        [Function("Slow")]
        public async Task Go([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellation)
        {
            Record(timer);
            await hold.WaitAsync(cancellation);
        }
    }
}
