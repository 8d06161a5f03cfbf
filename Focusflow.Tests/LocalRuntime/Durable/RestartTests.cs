using Focusflow.LocalRuntime.Features.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class RestartTests
{
    [Fact]
    public async Task What_waits_goes_on_after_a_restart()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Both", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(25), CancellationToken.None);
                return await context.WaitForExternalEvent<string>("go");
            }));

        var id = await run.ScheduleAsync("Both");
        await run.RestartAsync();
        await run.AdvanceAsync(TimeSpan.FromMinutes(25));
        await run.RestartAsync();
        await run.Client.RaiseEventAsync(id, "go", "on");
        await run.QuietAsync();

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("on");
    }

    [Fact]
    public async Task What_fell_due_while_nothing_ran_is_done_at_the_start_in_order()
    {
        List<string> order = [];
        await using var run = await DurableRun.StartAsync(
            new FunctionTable()
                .Activity<string>("Note", name =>
                {
                    lock (order)
                        order.Add(name);
                    return true;
                })
                .Orchestrator("Waits", async context =>
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(context.GetInput<int>()), CancellationToken.None);
                    await context.CallActivityAsync("Note", context.InstanceId);
                }),
            new DurableEngineOptions { MaxConcurrentOrchestrators = 1, MaxConcurrentActivities = 1 });

        foreach (var minutes in new[] { 3, 1, 2 })
            await run.ScheduleAsync("Waits", minutes, id: $"after-{minutes}");
        await run.Engine.StopAsync();
        await run.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        await run.StartEngineAsync(new DurableEngineOptions { MaxConcurrentOrchestrators = 1, MaxConcurrentActivities = 1 });
        await run.QuietAsync();

        order.ShouldBe(["after-1", "after-2", "after-3"]);
    }

    [Fact]
    public async Task Stopping_waits_for_what_runs_and_an_activity_that_gives_way_runs_again()
    {
        var entered = new TaskCompletionSource();
        var functions = new FunctionTable();
        functions
            .Activity("Long", async invocation =>
            {
                if (functions.Runs["Long"] == 1)
                {
                    entered.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, invocation.Cancellation);
                }

                return "done";
            })
            .Orchestrator("Calls", context => context.CallActivityAsync<string>("Long"));
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.Client.ScheduleNewOrchestrationInstanceAsync("Calls");
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await run.RestartAsync();
        await run.QuietAsync();

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("done");
        functions.Runs["Long"].ShouldBe(2);
    }

    [Fact]
    public async Task Waiting_clients_are_let_go_when_the_engine_stops()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("go")));

        var id = await run.ScheduleAsync("Waits");
        var waiting = run.Client.WaitForInstanceCompletionAsync(id);
        await run.Engine.StopAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Turns_of_one_instance_never_overlap_and_others_run_meanwhile()
    {
        var inside = 0;
        var most = 0;
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<int>("A", n => n)
            .Orchestrator("Many", async context =>
            {
                var all = Enumerable.Range(0, 30).Select(n => Counted(context, n)).ToList();
                await Task.WhenAll(all);
                return all.Sum(one => one.Result);

                async Task<int> Counted(TaskOrchestrationContext ctx, int n)
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Interlocked.Decrement(ref inside);
                    return await ctx.CallActivityAsync<int>("A", n);
                }
            }));

        var id = await run.ScheduleAsync("Many");
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(435);
        most.ShouldBe(1);
    }
}
