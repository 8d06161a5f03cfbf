using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class OrchestrationTests
{
    [Fact]
    public async Task An_orchestration_gives_what_its_activities_gave()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<string>("Greet", name => $"Hello {name}")
            .Orchestrator("Greetings", async context =>
            {
                var first = await context.CallActivityAsync<string>("Greet", context.GetInput<string>());
                var second = await context.CallActivityAsync<string>("greet", "Lu");
                return new[] { first, second };
            }));

        (await run.RunAsync<string[]>("Greetings", "Ada")).ShouldBe(["Hello Ada", "Hello Lu"]);
    }

    [Fact]
    public async Task Activities_run_at_the_same_time_and_WhenAll_gives_all_results()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<int>("Square", n => n * n)
            .Orchestrator("Squares", async context =>
                await Task.WhenAll(Enumerable.Range(1, 20).Select(n => context.CallActivityAsync<int>("Square", n)))));

        (await run.RunAsync<int[]>("Squares")).ShouldBe([.. Enumerable.Range(1, 20).Select(n => n * n)]);
        run.Rows("durable_activities").ShouldBe(0);
    }

    [Fact]
    public async Task A_timer_waits_for_its_time()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(25), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));

        var id = await run.ScheduleAsync("Wait");
        await run.AdvanceAsync(TimeSpan.FromMinutes(24.99));
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromMinutes(0.01));
        var found = await run.GetAsync(id);
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        found.ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddMinutes(25).UtcDateTime);
    }

    [Fact]
    public async Task Timers_in_a_row_each_see_their_own_time()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Ticks", async context =>
            {
                List<DateTime> seen = [];
                for (var i = 0; i < 5; i++)
                {
                    await context.CreateTimer(TimeSpan.FromHours(10), CancellationToken.None);
                    seen.Add(context.CurrentUtcDateTime);
                }

                return seen;
            }));

        var id = await run.ScheduleAsync("Ticks");
        await run.AdvanceAsync(TimeSpan.FromDays(3));
        (await run.GetAsync(id)).ReadOutputAs<DateTime[]>()
            .ShouldBe([.. Enumerable.Range(1, 5).Select(n => DurableRun.Start.AddHours(10 * n).UtcDateTime)]);
    }

    [Fact]
    public async Task WhenAny_goes_on_with_the_first_and_a_cancelled_timer_does_not_keep_it_from_its_end()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Race", async context =>
            {
                using var cancel = new CancellationTokenSource();
                var slow = context.CreateTimer(TimeSpan.FromDays(30), cancel.Token);
                var fast = context.CreateTimer(TimeSpan.FromMinutes(1), cancel.Token);
                var winner = await Task.WhenAny(slow, fast);
                cancel.Cancel();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return new { FastWon = winner == fast, slow.IsCanceled };
            }));

        var id = await run.ScheduleAsync("Race");
        await run.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await run.GetAsync(id)).SerializedOutput.ShouldBe("""{"FastWon":true,"IsCanceled":true}""");
        run.Timers().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_begun_and_not_awaited_is_waited_for_before_it_ends()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Leaves", async context =>
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return "done";
            }));

        var id = await run.ScheduleAsync("Leaves");
        await run.AdvanceAsync(TimeSpan.FromMinutes(59));
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("done");
    }

    [Fact]
    public async Task A_timer_of_many_days_fires_at_its_time()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));

        var id = await run.ScheduleAsync("Waits");
        await run.AdvanceAsync(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Running);
        await run.AdvanceAsync(TimeSpan.FromSeconds(1));

        (await run.GetAsync(id)).ReadOutputAs<DateTime>().ShouldBe(DurableRun.Start.AddDays(10).UtcDateTime);
    }

    [Fact]
    public async Task An_orchestration_that_throws_fails_and_says_why()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<string>("Break", what => throw new FormatException($"No {what}"))
            .Orchestrator("Outer", context => context.CallActivityAsync("Break", "luck")));

        var found = await run.GetAsync(await run.ScheduleAsync("Outer"));

        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        found.FailureDetails!.ErrorType.ShouldBe(typeof(TaskFailedException).FullName);
        found.FailureDetails.ErrorMessage.ShouldContain("No luck");
        found.FailureDetails.InnerFailure!.IsCausedBy<FormatException>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_activity_can_be_caught()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<string>("Break", what => throw new FormatException($"No {what}"))
            .Orchestrator("Outer", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Break", "luck");
                    return "ran";
                }
                catch (TaskFailedException error)
                {
                    return $"{error.TaskName} {error.TaskId} {error.FailureDetails.ErrorMessage} {error.FailureDetails.IsCausedBy<FormatException>()}";
                }
            }));

        (await run.RunAsync<string>("Outer")).ShouldBe("Break 0 No luck True");
    }

    [Fact]
    public async Task Functions_that_do_not_exist_fail_what_calls_them()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("CallsNothing", context => context.CallActivityAsync(
                "Nothing", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))))));

        var missing = await run.GetAsync(await run.ScheduleAsync("Nothing"));
        missing.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed);
        missing.FailureDetails!.ErrorMessage.ShouldBe("The function 'Nothing' doesn't exist, is disabled, or is not an orchestrator function.");

        var caller = await run.GetAsync(await run.ScheduleAsync("CallsNothing"));
        caller.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Failed, "a function that is not there is not tried again");
        caller.FailureDetails!.ErrorMessage.ShouldContain("'Nothing' doesn't exist");
    }

    [Fact]
    public async Task NewGuid_gives_the_same_ids_in_every_replay_and_others_in_every_instance()
    {
        List<Guid[]> seen = [];
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Activity<int>("Echo", n => n)
            .Orchestrator("Ids", async context =>
            {
                Guid[] ids = [context.NewGuid(), context.NewGuid(), Guid.Empty];
                await context.CallActivityAsync<int>("Echo", 1);
                ids[2] = context.NewGuid();
                lock (seen)
                    seen.Add(ids);
                return ids;
            }));

        var first = await run.RunAsync<Guid[]>("Ids");
        var second = await run.RunAsync<Guid[]>("Ids");

        first!.Concat(second!).Distinct().Count().ShouldBe(6);
        seen[0].ShouldBe(first);
    }
}
