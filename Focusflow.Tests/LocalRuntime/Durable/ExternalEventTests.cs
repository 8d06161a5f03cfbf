using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class ExternalEventTests
{
    [Fact]
    public async Task An_event_reaches_the_code_that_waits_for_it_whatever_the_case_of_its_name()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Approval", context => context.WaitForExternalEvent<string>("Approved")));

        var id = await run.ScheduleAsync("Approval");
        await run.Client.RaiseEventAsync(id, "APPROVED", "yes");
        await run.QuietAsync();

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("yes");
    }

    [Fact]
    public async Task Events_that_come_early_are_kept_in_order()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Late", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var first = await context.WaitForExternalEvent<int>("n");
                var other = await context.WaitForExternalEvent<string>("s");
                var second = await context.WaitForExternalEvent<int>("n");
                return $"{first} {other} {second}";
            }));

        var id = await run.ScheduleAsync("Late");
        await run.Client.RaiseEventAsync(id, "n", 1);
        await run.Client.RaiseEventAsync(id, "n", 2);
        await run.Client.RaiseEventAsync(id, "s", "text");
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("1 text 2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_for_an_instance_that_has_not_started_are_kept(bool scheduledBefore)
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", context => context.WaitForExternalEvent<string>("go")));

        if (scheduledBefore)
            await run.ScheduleAsync("Waits", id: "later", at: DurableRun.Start.AddHours(1));
        await run.Client.RaiseEventAsync("later", "go", "early bird");
        await run.QuietAsync();
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        if (!scheduledBefore)
            await run.ScheduleAsync("Waits", id: "later");
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        (await run.GetAsync("later")).ReadOutputAs<string>().ShouldBe("early bird");
        run.Rows("durable_inbox").ShouldBe(0);
    }

    [Fact]
    public async Task Waiting_can_have_an_end()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(5));
                }
                catch (OperationCanceledException)
                {
                    return "too late";
                }
            }));

        var quick = await run.ScheduleAsync("Waits");
        var slow = await run.ScheduleAsync("Waits");
        await run.Client.RaiseEventAsync(quick, "go", "in time");
        await run.QuietAsync();
        run.Timers().ShouldBe(1, "the timer of the quick one goes with it");
        await run.AdvanceAsync(TimeSpan.FromMinutes(5));

        (await run.GetAsync(quick)).ReadOutputAs<string>().ShouldBe("in time");
        (await run.GetAsync(slow)).ReadOutputAs<string>().ShouldBe("too late");
    }

    [Fact]
    public async Task An_event_is_not_lost_to_a_wait_that_was_cancelled()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                using var cancel = new CancellationTokenSource();
                var abandoned = context.WaitForExternalEvent<string>("go", cancel.Token);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                cancel.Cancel();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return $"{abandoned.IsCanceled} {await context.WaitForExternalEvent<string>("go")}";
            }));

        var id = await run.ScheduleAsync("Waits");
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        await run.Client.RaiseEventAsync(id, "go", "on");
        await run.QuietAsync();
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await run.GetAsync(id)).ReadOutputAs<string>().ShouldBe("True on");
    }

    [Fact]
    public async Task The_newest_wait_for_a_name_gets_the_event_first()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Waits", async context =>
            {
                var older = context.WaitForExternalEvent<int>("n");
                var newer = context.WaitForExternalEvent<int>("n");
                await Task.WhenAll(older, newer);
                return new[] { older.Result, newer.Result };
            }));

        var id = await run.ScheduleAsync("Waits");
        await run.Client.RaiseEventAsync(id, "n", 1);
        await run.Client.RaiseEventAsync(id, "n", 2);
        await run.QuietAsync();

        (await run.GetAsync(id)).ReadOutputAs<int[]>().ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Orchestrations_send_each_other_events()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable()
            .Orchestrator("Ping", async context =>
            {
                context.SendEvent("pong", "ball", "ping");
                return await context.WaitForExternalEvent<string>("ball");
            })
            .Orchestrator("Pong", async context =>
            {
                var got = await context.WaitForExternalEvent<string>("ball");
                context.SendEvent("ping", "ball", $"{got} pong");
                return got;
            }));

        await run.ScheduleAsync("Ping", id: "ping");
        await run.ScheduleAsync("Pong", id: "pong");

        (await run.GetAsync("ping")).ReadOutputAs<string>().ShouldBe("ping pong");
        (await run.GetAsync("pong")).ReadOutputAs<string>().ShouldBe("ping");
    }

    [Fact]
    public async Task An_event_for_an_ended_instance_goes_nowhere()
    {
        await using var run = await DurableRun.StartAsync(new FunctionTable().Orchestrator("Short", _ => Task.FromResult(1)));

        var id = await run.ScheduleAsync("Short");
        await run.Client.RaiseEventAsync(id, "late", 1);
        await run.QuietAsync();

        run.Rows("durable_inbox").ShouldBe(0);
        (await run.GetAsync(id)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
    }
}
