using Focusflow.LocalRuntime.Features.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>How what activities answer gets to their orchestrations, and what is stored when.</summary>
public sealed class ActivityAnswerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes after an hour, and has an activity look, which ends when it is let.</summary>
    private FunctionTable Looking => new FunctionTable()
        .Orchestrator("Wakes", async context =>
        {
            await context.CreateTimer(Hour, CancellationToken.None);
            return await context.CallActivityAsync<int>("Look", 3);
        })
        .Activity<int>("Look", async number =>
        {
            began.TrySetResult();
            await goOn.Task.WaitAsync(Patience.Limit, TimeProvider.System);
            return number + 1;
        });

    [Fact]
    public async Task A_wake_up_is_two_transactions_the_turn_that_asks_and_the_turn_that_is_told()
    {
        goOn.SetResult();
        await using var run = await DurableRun.StartAsync(Looking);
        var id = await run.ScheduleAsync("Wakes");

        var before = run.Database.Commits;
        await run.AdvanceAsync(Hour);

        (run.Database.Commits - before).ShouldBe(2);
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(4);
        (run.Rows("durable_activities"), run.Rows("durable_inbox"), run.Timers()).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task The_activity_is_on_the_disk_for_as_long_as_it_runs()
    {
        await using var run = await DurableRun.StartAsync(Looking);
        var (_, advance) = await LookAsync(run);
        run.Rows("durable_activities").ShouldBe(1);

        goOn.SetResult();
        await advance;
        run.Rows("durable_activities").ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_to_a_suspended_orchestration_is_stored_and_told_when_it_goes_on()
    {
        var functions = Looking;
        await using var run = await DurableRun.StartAsync(functions);
        var (id, advance) = await LookAsync(run);
        await run.Client.SuspendInstanceAsync(id);
        await SeeAsync(run, id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);

        goOn.SetResult();
        await advance;
        (run.Rows("durable_activities"), run.Rows("durable_inbox")).ShouldBe((0, 1));

        await run.RestartAsync();
        await run.Client.ResumeInstanceAsync(id);
        await run.QuietAsync();
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(4);
        functions.Runs["Look"].ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_to_an_orchestration_that_was_terminated_meanwhile_is_dropped()
    {
        await using var run = await DurableRun.StartAsync(Looking);
        var (id, advance) = await LookAsync(run);
        await run.Client.TerminateInstanceAsync(id, "enough");
        await SeeAsync(run, id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Terminated);

        goOn.SetResult();
        await advance;

        (run.Rows("durable_activities"), run.Rows("durable_inbox")).ShouldBe((0, 0));
        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("enough");
    }

    [Fact]
    public async Task An_answer_to_an_earlier_execution_of_the_same_id_is_dropped()
    {
        await using var run = await DurableRun.StartAsync(Looking);
        var (id, advance) = await LookAsync(run);
        await run.Client.TerminateInstanceAsync(id);
        await SeeAsync(run, id, found => found.RuntimeStatus == OrchestrationRuntimeStatus.Terminated);
        await run.Client.ScheduleNewOrchestrationInstanceAsync("Wakes", null, new StartOrchestrationOptions(id));

        goOn.SetResult();
        await advance;
        (run.Rows("durable_activities"), run.Rows("durable_inbox")).ShouldBe((0, 0));
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);

        await run.AdvanceAsync(Hour);
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(4);
    }

    [Fact]
    public async Task An_activity_that_ends_while_the_engine_stops_does_not_run_again()
    {
        var functions = Looking;
        await using var run = await DurableRun.StartAsync(functions);
        var (id, advance) = await LookAsync(run);

        var stopped = run.Engine.StopAsync();
        goOn.SetResult();
        await stopped;
        await advance;
        (run.Rows("durable_activities"), run.Rows("durable_inbox")).ShouldBe((0, 1));

        await run.StartEngineAsync();
        await run.QuietAsync();
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(4);
        functions.Runs["Look"].ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_whose_turn_cannot_be_stored_is_told_again_without_running_the_activity_again()
    {
        var functions = Looking;
        await using var run = await DurableRun.StartAsync(functions);
        var (id, advance) = await LookAsync(run);
        await run.Database.WriteAsync(session =>
            session.Execute("CREATE TRIGGER refuse BEFORE UPDATE ON durable_instances BEGIN SELECT RAISE(ABORT, 'refused'); END"));

        goOn.SetResult();
        await advance;
        run.Rows("durable_activities").ShouldBe(1);

        await run.Database.WriteAsync(session => session.Execute("DROP TRIGGER refuse"));
        await run.AdvanceAsync(TimeSpan.FromSeconds(2));
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(4);
        functions.Runs["Look"].ShouldBe(1);
        run.Rows("durable_activities").ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_activities_each_answer_is_told_once()
    {
        var functions = new FunctionTable()
            .Orchestrator("Fans", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 200).Select(number => context.CallActivityAsync<int>("Same", number)))).Sum())
            .Activity<int>("Same", async number =>
            {
                await Task.Yield();
                return number;
            });
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Fans");

        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(199 * 200 / 2);
        functions.Runs["Same"].ShouldBe(200);
        (run.Rows("durable_activities"), run.Rows("durable_inbox")).ShouldBe((0, 0));
    }

    /// <summary>Lets an orchestration wake until its activity runs, which then waits to be let go on.</summary>
    private async Task<(string Id, Task Advance)> LookAsync(DurableRun run)
    {
        var id = await run.ScheduleAsync("Wakes");
        var advance = run.AdvanceAsync(Hour);
        await began.Task.WaitAsync(Patience.Limit, TimeProvider.System);
        return (id, advance);
    }

    private static async Task SeeAsync(DurableRun run, string id, Predicate<OrchestrationMetadata> seen)
    {
        using var patience = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        for (var found = await run.GetAsync(id); !seen(found); found = await run.GetAsync(id))
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"{found.RuntimeStatus}, input {found.SerializedInput}, output {found.SerializedOutput}, {found.FailureDetails}");
            await Task.Yield();
        }
    }
}
