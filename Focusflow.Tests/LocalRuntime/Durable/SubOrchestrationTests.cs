using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task A_parent_gets_the_result_of_its_children_and_they_know_it()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Child", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(context.GetInput<int>()), CancellationToken.None);
                return $"{context.GetInput<int>()} of {context.Parent!.Name} {context.Parent.InstanceId}";
            })
            .Orchestrator("Parent", async context => await Task.WhenAll(
                context.CallSubOrchestratorAsync<string>("Child", 3),
                context.CallSubOrchestratorAsync<string>("Child", 1))));

        var id = await run.ScheduleAsync("Parent");
        await run.AdvanceAsync(TimeSpan.FromMinutes(3));

        (await run.GetAsync(id)).ReadOutputAs<string[]>().ShouldBe([$"3 of Parent {id}", $"1 of Parent {id}"]);
    }

    [Fact]
    public async Task A_parent_learns_that_a_child_failed_or_was_terminated()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator<int>("Fails", _ => throw new FormatException("bad"))
            .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("never"))
            .Orchestrator("Parent", async context =>
            {
                List<string> seen = [];
                foreach (var (name, child) in new[] { ("Fails", "a"), ("Waits", "b") })
                {
                    try
                    {
                        await context.CallSubOrchestratorAsync<int>(name, null, new SubOrchestrationOptions(instanceId: child));
                    }
                    catch (TaskFailedException error)
                    {
                        seen.Add($"{error.TaskName}: {error.FailureDetails.ErrorMessage}");
                    }
                }

                return seen;
            }));

        var id = await run.ScheduleAsync("Parent");
        await run.Client.TerminateInstanceAsync("b", "stop");
        await run.QuietAsync();

        (await run.GetAsync(id)).ReadOutputAs<string[]>().ShouldBe(["Fails: bad", "Waits: \"stop\""]);
    }

    [Fact]
    public async Task A_child_whose_id_is_in_use_fails_the_call_and_leaves_the_other_alone()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("go"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync(
                "Waits", null, new SubOrchestrationOptions(instanceId: "taken"))));

        await run.ScheduleAsync("Waits", id: "taken");
        var found = await run.GetAsync(await run.ScheduleAsync("Parent"));

        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        found.FailureDetails!.InnerFailure!.ErrorType.ShouldEndWith("OrchestrationAlreadyExistsException");
        (await run.GetAsync("taken")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminating_a_parent_ends_its_children_only_if_asked_to(bool recursive)
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("go"))
            .Orchestrator("Middle", context => context.CallSubOrchestratorAsync(
                "Waits", null, new SubOrchestrationOptions(instanceId: "leaf")))
            .Orchestrator("Top", context => context.CallSubOrchestratorAsync(
                "Middle", null, new SubOrchestrationOptions(instanceId: "middle"))));

        var id = await run.ScheduleAsync("Top");
        await run.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive));
        await run.QuietAsync();

        var expected = recursive ? OrchestrationRuntimeStatus.Terminated : OrchestrationRuntimeStatus.Running;
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Terminated);
        (await run.GetAsync("middle")).RuntimeStatus.ShouldBe(expected);
        (await run.GetAsync("leaf")).RuntimeStatus.ShouldBe(expected);
    }
}
