using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class RetryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_policy_waits_longer_each_time_up_to_its_longest_wait()
    {
        List<TimeSpan> tries = [];
        DurableRun? run = null;
        var functions = new FunctionTable()
            .Activity<int>("Flaky", _ =>
            {
                tries.Add(run!.Clock.GetUtcNow() - DurableRun.Start);
                return tries.Count < 5 ? throw new TimeoutException() : "done";
            })
            .Orchestrator("Tries", context => context.CallActivityAsync<string>(
                "Flaky", 0, TaskOptions.FromRetryPolicy(new RetryPolicy(10, Minute, 2, maxRetryInterval: Minute * 5))));
        await using (run = await DurableRun.StartAsync(functions))
        {
            var id = await run.ScheduleAsync("Tries");
            await run.AdvanceAsync(TimeSpan.FromHours(1));

            (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("done");
            tries.Select(at => at.TotalMinutes).ShouldBe([0, 1, 3, 7, 12]);
        }
    }

    [Fact]
    public async Task A_policy_gives_up_after_its_last_attempt_at_once()
    {
        var functions = new FunctionTable()
            .Activity<int>("Broken", _ => throw new TimeoutException("never"))
            .Orchestrator("Tries", context => context.CallActivityAsync("Broken", new TaskOptions(new RetryPolicy(3, Minute))));
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Tries");
        await run.AdvanceAsync(Minute * 2);

        var found = await run.GetAsync(id);
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        found.FailureDetails!.ErrorMessage.ShouldContain("never");
        functions.Runs["Broken"].ShouldBe(3);
    }

    [Fact]
    public async Task A_policy_gives_up_when_its_time_is_over()
    {
        var functions = new FunctionTable()
            .Activity<int>("Broken", _ => throw new TimeoutException())
            .Orchestrator("Tries", context => context.CallActivityAsync(
                "Broken", new TaskOptions(new RetryPolicy(100, Minute, retryTimeout: Minute * 3))));
        await using var run = await DurableRun.StartAsync(functions);

        await run.ScheduleAsync("Tries");
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        functions.Runs["Broken"].ShouldBe(4);
    }

    [Fact]
    public async Task A_policy_tries_again_only_what_it_handles()
    {
        var policy = new RetryPolicy(5, Minute) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        var functions = new FunctionTable()
            .Activity<int>("Slow", _ => throw new TimeoutException())
            .Activity<int>("Wrong", _ => throw new FormatException())
            .Orchestrator("TriesSlow", context => context.CallActivityAsync("Slow", new TaskOptions(policy)))
            .Orchestrator("TriesWrong", context => context.CallActivityAsync("Wrong", new TaskOptions(policy)));
        await using var run = await DurableRun.StartAsync(functions);

        await run.ScheduleAsync("TriesSlow");
        await run.ScheduleAsync("TriesWrong");
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        functions.Runs["Slow"].ShouldBe(5);
        functions.Runs["Wrong"].ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_decides_and_may_wait_on_timers()
    {
        List<string> told = [];
        var functions = new FunctionTable()
            .Activity<int>("Broken", _ => throw new TimeoutException("slow"))
            .Orchestrator("Tries", context => context.CallActivityAsync("Broken", 1, TaskOptions.FromRetryHandler(async retry =>
            {
                if (!retry.OrchestrationContext.IsReplaying)
                    told.Add($"{retry.LastAttemptNumber} {retry.TotalRetryTime.TotalMinutes} {retry.LastFailure.ErrorMessage}");
                await retry.OrchestrationContext.CreateTimer(Minute * 2, retry.CancellationToken);
                return retry.LastAttemptNumber < 3;
            })));
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Tries");
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        told.ShouldBe(["1 0 slow", "2 2 slow", "3 4 slow"]);
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_under_its_id()
    {
        var runs = 0;
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator<string>("Child", _ => ++runs < 3 ? throw new TimeoutException() : Task.FromResult("third"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(5, Minute)).WithInstanceId("the-child"))));

        var id = await run.ScheduleAsync("Parent");
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("third");
        (await run.GetAsync("the-child")).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }
}
