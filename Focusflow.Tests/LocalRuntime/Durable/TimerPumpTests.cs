using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class TimerPumpTests
{
    private static FunctionTable Waiting => new FunctionTable().Orchestrator("Waits", async context =>
    {
        await context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
        return context.CurrentUtcDateTime;
    });

    [Fact]
    public async Task A_shorter_timer_that_is_set_later_comes_first()
    {
        await using var run = await DurableRun.StartAsync(Waiting);
        var slow = await run.ScheduleAsync("Waits", TimeSpan.FromHours(2));
        var fast = await run.ScheduleAsync("Waits", TimeSpan.FromHours(1));

        await run.AdvanceAsync(TimeSpan.FromHours(1));
        (await run.GetAsync(fast)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        (await run.GetAsync(slow)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromHours(1));
        (await run.GetAsync(slow)).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddHours(2).UtcDateTime);
    }

    [Fact]
    public async Task A_timer_of_the_past_fires_at_once_and_one_of_years_ahead_in_its_time()
    {
        await using var run = await DurableRun.StartAsync(Waiting);
        var past = await run.ScheduleAsync("Waits", TimeSpan.FromDays(-1));
        var far = await run.ScheduleAsync("Waits", TimeSpan.FromDays(1000));

        (await run.GetAsync(past)).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.UtcDateTime);
        await run.AdvanceAsync(TimeSpan.FromDays(999));
        (await run.GetAsync(far)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromDays(1));
        (await run.GetAsync(far)).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddDays(1000).UtcDateTime);
    }

    [Fact]
    public async Task Many_timers_of_one_instant_are_woken_page_by_page()
    {
        await using var run = await DurableRun.StartAsync(Waiting);
        await Task.WhenAll(Enumerable.Range(0, 1700).Select(
            _ => run.Client.ScheduleNewOrchestrationInstanceAsync("Waits", TimeSpan.FromHours(1))));

        await run.AdvanceAsync(TimeSpan.FromHours(1));

        run.Timers().ShouldBe(0);
        run.Rows("durable_instances WHERE status = 1").ShouldBe(1700);
    }

    [Fact]
    public async Task A_great_many_timers_that_wait_are_left_alone()
    {
        await using var run = await DurableRun.StartAsync(Waiting);
        var id = await run.ScheduleAsync("Waits", TimeSpan.FromMinutes(1));
        await run.Engine.StopAsync();
        await run.Database.WriteAsync(session => session.Execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
            + "INSERT INTO durable_instances (id, execution, name, status, turn, created, updated, timers, due) "
            + "SELECT 'other-' || i, 'x', 'Waits', 0, 1, 0, 0, (?1 + i) || ':0:0', ?1 + i FROM n",
            DurableRun.Start.AddYears(1).UtcTicks));

        await run.StartEngineAsync();
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        run.Timers().ShouldBe(200_000);
    }

    [Fact]
    public async Task It_works_by_the_real_clock_too()
    {
        var folder = Directory.CreateTempSubdirectory("focusflow-durable-");
        using var database = SqliteDatabase.Open(Path.Combine(folder.FullName, "durable.db"), durable: false);
        await using (var engine = new DurableEngine(
            database, TimeProvider.System, new WorkTracker(), Waiting, new DurableEngineOptions(), NullLoggerFactory.Instance))
        {
            await engine.StartAsync();
            var began = TimeProvider.System.GetUtcNow();
            var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", TimeSpan.FromMilliseconds(150));
            var found = await engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)
                .WaitAsync(Patience.Limit, TimeProvider.System);
            (found.ReadOutputAs<DateTime>() - began.UtcDateTime).ShouldBeInRange(TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
        }

        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Turns_and_activities_run_no_more_at_a_time_than_allowed()
    {
        var running = 0;
        var most = 0;
        await using var run = await DurableRun.StartAsync(
            new FunctionTable()
                .Activity<int>("Slow", async n =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
                    Interlocked.Decrement(ref running);
                    return n;
                })
                .Orchestrator("Many", context => Task.WhenAll(Enumerable.Range(0, 20).Select(n => context.CallActivityAsync<int>("Slow", n)))),
            new DurableEngineOptions { MaxConcurrentActivities = 3, MaxConcurrentOrchestrators = 1 });

        for (var n = 0; n < 3; n++)
            await run.Client.ScheduleNewOrchestrationInstanceAsync("Many");
        await run.QuietAsync();

        most.ShouldBe(3);
        run.Rows("durable_instances WHERE status = 1").ShouldBe(3);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
