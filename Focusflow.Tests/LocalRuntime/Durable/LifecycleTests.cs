using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class LifecycleTests
{
    private static FunctionTable Waiting => new FunctionTable()
        .Orchestrator("Waits", async context =>
        {
            context.SetCustomStatus(new { step = 1 });
            var number = await context.WaitForExternalEvent<int>("go");
            context.SetCustomStatus(new { step = 2 });
            return number;
        });

    [Fact]
    public async Task The_custom_status_is_what_was_last_set()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        var id = await run.ScheduleAsync("Waits");
        (await run.GetAsync(id)).SerializedCustomStatus.ShouldBe("""{"step":1}""");
        await run.Client.RaiseEventAsync(id, "go", 7);
        await run.QuietAsync();

        var found = await run.GetAsync(id);
        found.SerializedCustomStatus.ShouldBe("""{"step":2}""");
        found.ReadOutputAs<int>().ShouldBe(7);
    }

    [Fact]
    public async Task A_terminated_instance_ends_with_the_given_output()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        var id = await run.ScheduleAsync("Waits");
        await run.Client.TerminateInstanceAsync(id, "enough");
        await run.QuietAsync();

        var found = await run.GetAsync(id);
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        found.ReadOutputAs<string>().ShouldBe("enough");
    }

    [Fact]
    public async Task An_instance_that_is_to_start_later_starts_then_and_can_be_terminated_before()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Now", context => Task.FromResult(context.CurrentUtcDateTime)));
        var inAnHour = DurableRun.Start.AddHours(1);

        var kept = await run.ScheduleAsync("Now", at: inAnHour);
        var ended = await run.ScheduleAsync("Now", at: inAnHour);
        (await run.GetAsync(kept)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Pending);
        await run.Client.TerminateInstanceAsync(ended);
        await run.QuietAsync();
        (await run.GetAsync(ended)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        await run.AdvanceAsync(TimeSpan.FromHours(2));

        (await run.GetAsync(kept)).ReadOutputAs<DateTime>().ShouldBe(inAnHour.UtcDateTime);
        (await run.GetAsync(ended)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_comes_until_it_is_resumed()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Both", async context =>
            {
                var timer = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var number = await context.WaitForExternalEvent<int>("go");
                await timer;
                return number;
            }));

        var id = await run.ScheduleAsync("Both");
        await run.Client.SuspendInstanceAsync(id, "lunch");
        await run.Client.RaiseEventAsync(id, "go", 7);
        await run.AdvanceAsync(TimeSpan.FromMinutes(5));
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Suspended);

        await run.RestartAsync();
        await run.QuietAsync();
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Suspended);

        await run.Client.ResumeInstanceAsync(id);
        await run.QuietAsync();
        var found = await run.GetAsync(id);
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        found.ReadOutputAs<int>().ShouldBe(7);
    }

    [Fact]
    public async Task An_instance_that_is_suspended_before_it_starts_asks_for_nothing_until_it_is_resumed()
    {
        var functions = new FunctionTable()
            .Activity<int>("Count", n => n)
            .Orchestrator("Calls", context => context.CallActivityAsync<int>("Count", context.GetInput<int>()));
        await using var run = await DurableRun.StartAsync(functions);

        await run.ScheduleAsync("Calls", 7, id: "one", at: DurableRun.Start.AddMinutes(1));
        await run.Client.SuspendInstanceAsync("one");
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await run.GetAsync("one")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Suspended);
        functions.Runs.ShouldBeEmpty();
        await run.Client.ResumeInstanceAsync("one");
        await run.QuietAsync();

        (await run.GetAsync("one")).ReadOutputAs<int>().ShouldBe(7);
        functions.Runs["Count"].ShouldBe(1);
    }

    [Fact]
    public async Task An_instance_whose_function_is_gone_can_be_terminated()
    {
        var functions = Waiting;
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Waits");
        functions.Remove("Waits");
        await run.Client.TerminateInstanceAsync(id);
        await run.QuietAsync();

        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }

    [Fact]
    public async Task Tags_are_shown_to_clients_and_the_version_to_the_code_also_of_a_child()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Child", context => Task.FromResult(context.Version))
            .Orchestrator("Parent", async context => context.Version + await context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child") { Version = "2.0" })));
        var options = new StartOrchestrationOptions("one") { Version = "1.0", Tags = new Dictionary<string, string> { ["kind"] = "test" } };

        await run.Client.ScheduleNewOrchestrationInstanceAsync("Parent", options);
        await run.QuietAsync();

        var found = await run.GetAsync("one");
        found.ReadOutputAs<string>().ShouldBe("1.02.0");
        found.Tags["kind"].ShouldBe("test");
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        var id = await run.ScheduleAsync("Waits");
        await run.Client.SuspendInstanceAsync(id);
        await run.QuietAsync();
        await run.Client.TerminateInstanceAsync(id);
        await run.QuietAsync();

        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
    }

    [Fact]
    public async Task An_id_in_use_cannot_be_used_again_but_an_ended_one_can()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        await run.ScheduleAsync("Waits", id: "one");
        var error = await Should.ThrowAsync<Exception>(() => run.ScheduleAsync("Waits", id: "one"));
        error.GetType().Name.ShouldBe("OrchestrationAlreadyExistsException");
        await run.Client.RaiseEventAsync("one", "go", 1);
        await run.QuietAsync();
        await run.ScheduleAsync("Waits", id: "one");
        (await run.GetAsync("one")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.Client.RaiseEventAsync("one", "go", 2);
        await run.QuietAsync();
        (await run.GetAsync("one")).ReadOutputAs<int>().ShouldBe(2);

        var once = new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await Should.ThrowAsync<OrchestrationAlreadyExistsException>(
            () => run.Client.ScheduleNewOrchestrationInstanceAsync("Waits", once));
    }

    [Fact]
    public async Task Clients_can_wait_for_the_start_and_the_end()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        await run.Client.ScheduleNewOrchestrationInstanceAsync(
            "Waits", new StartOrchestrationOptions("one", DurableRun.Start.AddMinutes(1)));
        var started = run.Client.WaitForInstanceStartAsync("one");
        var ended = run.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);
        started.IsCompleted.ShouldBeFalse();
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await started.WaitAsync(TimeSpan.FromSeconds(20))).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        ended.IsCompleted.ShouldBeFalse();
        await run.Client.RaiseEventAsync("one", "go", 3);
        (await ended.WaitAsync(TimeSpan.FromSeconds(20))).ReadOutputAs<int>().ShouldBe(3);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_told_anything()
    {
        await using var run = await DurableRun.StartAsync(Waiting);

        (await run.Client.GetInstanceAsync("nobody")).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => run.Client.TerminateInstanceAsync("nobody"));
        await Should.ThrowAsync<ArgumentException>(() => run.Client.SuspendInstanceAsync("nobody"));
        await Should.ThrowAsync<ArgumentException>(() => run.Client.WaitForInstanceCompletionAsync("nobody"));
        await Should.ThrowAsync<ArgumentException>(() => run.ScheduleAsync("Waits", id: "a/b"));
    }

    [Fact]
    public async Task A_restarted_instance_runs_again_with_its_input()
    {
        var functions = new FunctionTable()
            .Activity<int>("Count", n => n)
            .Orchestrator("Once", context => context.CallActivityAsync<int>("Count", context.GetInput<int>()));
        await using var run = await DurableRun.StartAsync(functions);

        await run.ScheduleAsync("Once", 5, id: "one");
        await run.Client.RestartAsync("one");
        var other = await run.Client.RestartAsync("one", restartWithNewInstanceId: true);
        await run.QuietAsync();

        functions.Runs["Count"].ShouldBe(3);
        (await run.GetAsync(other)).ReadOutputAs<int>().ShouldBe(5);
    }
}
