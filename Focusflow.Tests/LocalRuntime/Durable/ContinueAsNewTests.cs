using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task It_starts_with_the_new_input_and_an_empty_history()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Counts", async context =>
            {
                var n = context.GetInput<int>();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                if (n < 50)
                    context.ContinueAsNew(n + 1);
                return n;
            }));

        var id = await run.ScheduleAsync("Counts", 0);
        await run.AdvanceAsync(TimeSpan.FromMinutes(60));

        var found = run.Engine.ReadInstance(id)!;
        found.Metadata.ReadOutputAs<int>().ShouldBe(50);
        found.Metadata.ReadInputAs<int>().ShouldBe(50);
        found.History.Select(entry => entry.EventType).ShouldBe(
        [
            "OrchestratorStarted", "ExecutionStarted", "TimerCreated",
            "OrchestratorStarted", "TimerFired", "ExecutionCompleted",
        ]);
    }

    [Theory]
    [InlineData(true, "1,2,3")]
    [InlineData(false, "1")]
    public async Task Events_that_were_not_taken_go_along_unless_told_otherwise(bool keep, string expected)
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Collects", async context =>
            {
                var seen = context.GetInput<string>();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                try
                {
                    var next = await context.WaitForExternalEvent<int>("n", TimeSpan.FromSeconds(1));
                    seen = seen is null ? $"{next}" : $"{seen},{next}";
                    context.ContinueAsNew(seen, keep);
                    return null;
                }
                catch (OperationCanceledException)
                {
                    return seen;
                }
            }));

        var id = await run.ScheduleAsync("Collects");
        for (var n = 1; n <= 3; n++)
            await run.Client.RaiseEventAsync(id, "n", n);
        await run.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe(expected);
    }

    [Fact]
    public async Task It_starts_anew_when_all_that_was_begun_is_answered()
    {
        var release = new TaskCompletionSource();
        var functions = new FunctionTable()
            .Activity<int>("Slow", async n =>
            {
                await release.Task;
                return n;
            })
            .Orchestrator("Leaves", async context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    _ = context.CallActivityAsync<int>("Slow", 1);
                    _ = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    context.ContinueAsNew(1);
                    return 0;
                }

                await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
                return 2;
            });
        await using var run = await DurableRun.StartAsync(functions);

        await run.Client.ScheduleNewOrchestrationInstanceAsync("Leaves", 0, new StartOrchestrationOptions("one"));
        release.SetResult();
        await run.QuietAsync();
        (await run.GetAsync("one")).ReadInputAs<int>().ShouldBe(0);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await run.GetAsync("one")).ReadInputAs<int>().ShouldBe(1);
        await run.AdvanceAsync(TimeSpan.FromMinutes(5));

        (await run.GetAsync("one")).ReadOutputAs<int>().ShouldBe(2);
        run.Timers().ShouldBe(0);
        run.Rows("durable_inbox").ShouldBe(0);
    }

    [Fact]
    public async Task Events_that_go_along_come_before_those_that_came_later()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Collects", async context =>
            {
                var seen = context.GetInput<string>() ?? "";
                seen += await context.WaitForExternalEvent<int>("n");
                if (seen.Length < 6)
                    context.ContinueAsNew(seen);
                return seen;
            }));

        for (var n = 1; n <= 3; n++)
            await run.Client.RaiseEventAsync("one", "n", n);
        await run.Client.ScheduleNewOrchestrationInstanceAsync("Collects", new StartOrchestrationOptions("one"));
        for (var n = 4; n <= 6; n++)
            await run.Client.RaiseEventAsync("one", "n", n);
        await run.QuietAsync();

        (await run.GetAsync("one")).ReadOutputAs<string>().ShouldBe("123456");
    }

    [Fact]
    public async Task A_child_that_starts_anew_still_answers_its_parent()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Child", context =>
            {
                var n = context.GetInput<int>();
                if (n < 3)
                    context.ContinueAsNew(n + 1);
                return Task.FromResult(n);
            })
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Child", 0)));

        (await run.RunAsync<int>("Parent")).ShouldBe(3);
    }

    [Fact]
    public async Task An_orchestrator_that_throws_after_it_fails()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator<int>("Breaks", context =>
            {
                context.ContinueAsNew(1);
                throw new FormatException();
            }));

        (await run.GetAsync(await run.ScheduleAsync("Breaks"))).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
    }

    [Fact]
    public async Task The_custom_status_of_the_run_before_is_shown_until_the_first_turn_after_the_start()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Status", async context =>
            {
                var n = context.GetInput<int>();
                if (n == 0)
                    context.SetCustomStatus("from the first run");
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                if (n == 0)
                    context.ContinueAsNew(n + 1);
                await context.CreateTimer(TimeSpan.FromMinutes(n), CancellationToken.None);
            }));

        var id = await run.ScheduleAsync("Status", 0);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await run.GetAsync(id)).ReadInputAs<int>().ShouldBe(1);
        (await run.GetAsync(id)).ReadCustomStatusAs<string>().ShouldBe("from the first run");
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await run.GetAsync(id)).SerializedCustomStatus.ShouldBeNull();
    }
}
