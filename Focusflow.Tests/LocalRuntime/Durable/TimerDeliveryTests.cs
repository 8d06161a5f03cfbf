using Focusflow.LocalRuntime.Features.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class TimerDeliveryTests
{
    [Fact]
    public async Task Timers_come_early_late_and_twice_and_the_code_sees_the_time_it_is()
    {
        List<TimeSpan> shifts = [];
        var functions = new FunctionTable()
            .Activity<double>("Note", shift =>
            {
                lock (shifts)
                    shifts.Add(TimeSpan.FromSeconds(shift));
                return true;
            })
            .Orchestrator("Waits", async context =>
            {
                var due = context.CurrentUtcDateTime.AddMinutes(1);
                await context.CreateTimer(due, CancellationToken.None);
                await context.CallActivityAsync("Note", (context.CurrentUtcDateTime - due).TotalSeconds);
                await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            });
        await using var run = await DurableRun.StartAsync(
            functions, new DurableEngineOptions { Delivery = TimerDelivery.AsAzureStorage(seed: 7) });

        for (var n = 0; n < 60; n++)
            await run.ScheduleAsync("Waits", id: $"i{n}");
        run.Timers().ShouldBeGreaterThan(60, "some come twice");
        await run.AdvanceAsync(TimeSpan.FromMinutes(10));

        shifts.Count.ShouldBe(60, "a timer that comes twice is only taken once");
        shifts.Min().ShouldBeInRange(TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(-0.5));
        shifts.Max().ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        shifts.ShouldContain(TimeSpan.Zero);
        (await run.Client.GetAllInstancesAsync().ToListAsync()).ShouldAllBe(found => found.RuntimeStatus == OrchestrationRuntimeStatus.Completed);
        run.Timers().ShouldBe(0);
    }

    [Fact]
    public async Task Code_that_waits_until_it_is_time_is_right_under_early_timers()
    {
        await using var run = await DurableRun.StartAsync(
            new FunctionTable().Orchestrator("Patient", async context =>
            {
                var due = context.GetInput<DateTime>();
                while (context.CurrentUtcDateTime < due)
                    await context.CreateTimer(due, CancellationToken.None);
                return context.CurrentUtcDateTime >= due;
            }),
            new DurableEngineOptions { Delivery = new TimerDelivery(TimeSpan.FromSeconds(1), TimeSpan.Zero, 0.5, Seed: 3) });

        List<string> ids = [];
        for (var n = 0; n < 40; n++)
            ids.Add(await run.ScheduleAsync("Patient", DurableRun.Start.AddMinutes(n).UtcDateTime));
        await run.AdvanceAsync(TimeSpan.FromHours(1));

        foreach (var id in ids)
            (await run.GetAsync(id)).ReadOutputAs<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_start_that_was_put_off_comes_early_or_late_too_but_never_twice()
    {
        List<TimeSpan> shifts = [];
        var due = DurableRun.Start.AddMinutes(1);
        await using var run = await DurableRun.StartAsync(
            new FunctionTable().Orchestrator("Notes", context =>
            {
                lock (shifts)
                    shifts.Add(context.CurrentUtcDateTime - due.UtcDateTime);
                return Task.FromResult(true);
            }),
            new DurableEngineOptions { Delivery = TimerDelivery.AsAzureStorage(seed: 7) });

        for (var n = 0; n < 60; n++)
            await run.ScheduleAsync("Notes", id: $"i{n}", at: due);
        run.Timers().ShouldBe(60);
        shifts.ShouldBeEmpty();
        await run.AdvanceAsync(TimeSpan.FromMinutes(10));

        shifts.Count.ShouldBe(60);
        shifts.Min().ShouldBeInRange(TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(-0.5));
        shifts.Max().ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        shifts.ShouldContain(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_duplicate_changes_nothing()
    {
        var functions = new FunctionTable().Activity<object?>("Note", _ => true);
        await using var run = await DurableRun.StartAsync(
            functions.Orchestrator("Waits", async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                await context.CallActivityAsync("Note");
                return await context.WaitForExternalEvent<int>("go");
            }),
            new DurableEngineOptions { Delivery = new TimerDelivery(TimeSpan.Zero, TimeSpan.FromSeconds(30), 1, Seed: 1) });

        var id = await run.ScheduleAsync("Waits");
        run.Timers().ShouldBe(2);
        await run.AdvanceAsync(TimeSpan.FromMinutes(2));

        run.Timers().ShouldBe(0);
        run.Engine.ReadInstance(id)!.History.Count(entry => entry.EventType == "TimerFired").ShouldBe(2);
        functions.Runs["Note"].ShouldBe(1);
        await run.Client.RaiseEventAsync(id, "go", 7);
        await run.QuietAsync();
        (await run.GetAsync(id)).ReadOutputAs<int>().ShouldBe(7);
    }
}
