using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>What goes around a turn, and what can go wrong there.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Middleware_goes_around_a_turn_and_may_wait()
    {
        var turns = 0;
        var functions = Echo();
        functions.Middleware = async (turn, _) =>
        {
            await Task.Yield();
            turn();
            await Task.Yield();
            Interlocked.Increment(ref turns);
        };
        await using var run = await DurableRun.StartAsync(functions);

        (await run.RunAsync<int>("Calls", 7)).ShouldBe(7);
        turns.ShouldBe(2);
    }

    [Fact]
    public async Task Middleware_that_throws_or_does_not_go_on_fails_the_instance_and_hurts_nobody_else()
    {
        var functions = Echo();
        await using var run = await DurableRun.StartAsync(functions);

        var usual = functions.Middleware;
        functions.Middleware = (_, _) => throw new FormatException("broken");
        var broken = await run.GetAsync(await run.ScheduleAsync("Calls"));
        functions.Middleware = (_, _) => Task.CompletedTask;
        var left = await run.GetAsync(await run.ScheduleAsync("Calls"));
        functions.Middleware = usual;

        broken.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        broken.FailureDetails!.ErrorMessage.ShouldBe("broken");
        left.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        left.FailureDetails!.ErrorMessage.ShouldContain("was not run");
        (await run.RunAsync<int>("Calls", 7)).ShouldBe(7);
    }

    [Fact]
    public async Task A_turn_that_gives_way_when_the_engine_stops_is_run_again_at_the_next_start()
    {
        var entered = new TaskCompletionSource();
        var functions = Echo();
        await using var run = await DurableRun.StartAsync(functions);
        await run.ScheduleAsync("Calls", 7, id: "one", at: DurableRun.Start.AddMinutes(1));
        var usual = functions.Middleware;
        functions.Middleware = async (_, cancellation) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        };

        var advanced = run.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await entered.Task.WaitAsync(Patience.Limit, TimeProvider.System);
        await run.Engine.StopAsync();
        await advanced.WaitAsync(Patience.Limit, TimeProvider.System);
        (await run.GetAsync("one")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Pending);
        functions.Middleware = usual;
        await run.StartEngineAsync();
        await run.QuietAsync();

        (await run.GetAsync("one")).ReadOutputAs<int>().ShouldBe(7);
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_fails_its_instance_and_hurts_nobody_else()
    {
        await using var run = await DurableRun.StartAsync(Echo());
        await run.ScheduleAsync("Waits", id: "bad");
        await run.ScheduleAsync("Waits", id: "good");
        await run.Database.WriteAsync(session => session.Execute("UPDATE durable_history SET events = x'1aff' WHERE instance = 'bad'"));

        await run.Client.RaiseEventAsync("bad", "go", 1);
        await run.Client.RaiseEventAsync("good", "go", 1);
        await run.QuietAsync();

        (await run.GetAsync("bad")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        (await run.GetAsync("good")).ReadOutputAs<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Entities_are_refused_in_words()
    {
        await using var run = await DurableRun.StartAsync(
            new FunctionTable().Orchestrator("Signals", context => context.Entities.SignalEntityAsync(new("counter", "one"), "add")));

        (await run.GetAsync(await run.ScheduleAsync("Signals"))).FailureDetails!.ErrorMessage.ShouldContain("entities are disabled");
        Should.Throw<NotSupportedException>(() => run.Client.Entities).Message.ShouldContain("entities");
    }

    private static FunctionTable Echo() => new FunctionTable()
        .Activity<int>("Echo", n => n)
        .Orchestrator("Calls", context => context.CallActivityAsync<int>("Echo", context.GetInput<int>()))
        .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("go"));
}
