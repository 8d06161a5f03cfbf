using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class QueryAndPurgeTests
{
    private static FunctionTable Functions => new FunctionTable()
        .Orchestrator("Ends", context => Task.FromResult(context.GetInput<string>()))
        .Orchestrator<int>("Fails", _ => throw new FormatException())
        .Orchestrator("Waits", context => context.WaitForExternalEvent<int>("go"));

    [Fact]
    public async Task Instances_are_listed_page_by_page_in_the_order_of_creation()
    {
        await using var run = await DurableRun.StartAsync(Functions);
        for (var n = 0; n < 25; n++)
        {
            await run.ScheduleAsync("Ends", id: $"i{n:00}");
            if (n % 3 == 0)
                await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        var pages = await run.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 10)).AsPages().ToListAsync();
        pages.Select(page => page.Values.Count).ShouldBe([10, 10, 5]);
        pages.SelectMany(page => page.Values).Select(found => found.InstanceId)
            .ShouldBe(Enumerable.Range(0, 25).Select(n => $"i{n:00}"));

        var rest = await run.Client.GetAllInstancesAsync(new OrchestrationQuery(ContinuationToken: pages[0].ContinuationToken))
            .ToListAsync();
        rest.Count.ShouldBe(15);
        rest[0].InstanceId.ShouldBe("i10");
        await Should.ThrowAsync<ArgumentException>(async () =>
            await run.Client.GetAllInstancesAsync(new OrchestrationQuery(ContinuationToken: "nonsense")).ToListAsync());
    }

    [Fact]
    public async Task Instances_are_found_by_status_time_and_beginning_of_the_id()
    {
        await using var run = await DurableRun.StartAsync(Functions);
        await run.ScheduleAsync("Ends", "in", id: "a-1");
        await run.AdvanceAsync(TimeSpan.FromHours(1));
        await run.ScheduleAsync("Fails", id: "a-2");
        await run.AdvanceAsync(TimeSpan.FromHours(1));
        await run.ScheduleAsync("Waits", id: "b-1");

        (await Find(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Failed])))
            .ShouldBe(["a-2", "b-1"]);
        (await Find(new OrchestrationQuery(InstanceIdPrefix: "a-"))).ShouldBe(["a-1", "a-2"]);
        (await Find(new OrchestrationQuery(CreatedFrom: DurableRun.Start.AddHours(1)))).ShouldBe(["a-2", "b-1"]);
        (await Find(new OrchestrationQuery(CreatedTo: DurableRun.Start.AddHours(1)))).ShouldBe(["a-1", "a-2"]);

        var bare = await run.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "a-1")).SingleAsync();
        bare.SerializedInput.ShouldBeNull();
        var full = await run.Client.GetAllInstancesAsync(
            new OrchestrationQuery(InstanceIdPrefix: "a-1", FetchInputsAndOutputs: true)).SingleAsync();
        full.ReadInputAs<string>().ShouldBe("in");
        full.ReadOutputAs<string>().ShouldBe("in");

        async Task<IEnumerable<string>> Find(OrchestrationQuery query) =>
            (await run.Client.GetAllInstancesAsync(query).ToListAsync()).Select(found => found.InstanceId);
    }

    [Fact]
    public async Task Only_ended_instances_are_purged_and_nothing_of_them_stays()
    {
        await using var run = await DurableRun.StartAsync(Functions);
        await run.ScheduleAsync("Ends", id: "ended");
        await run.ScheduleAsync("Waits", id: "waiting");

        (await run.Client.PurgeInstanceAsync("waiting")).PurgedInstanceCount.ShouldBe(0);
        (await run.Client.PurgeInstanceAsync("ended")).PurgedInstanceCount.ShouldBe(1);
        (await run.Client.PurgeInstanceAsync("ended")).PurgedInstanceCount.ShouldBe(0);

        (await run.Client.GetInstanceAsync("ended")).ShouldBeNull();
        run.Rows("durable_history").ShouldBe(1);
        run.Rows("durable_instances").ShouldBe(1);
    }

    [Fact]
    public async Task Many_are_purged_by_time_and_status()
    {
        await using var run = await DurableRun.StartAsync(Functions);
        for (var n = 0; n < 300; n++)
            await run.Client.ScheduleNewOrchestrationInstanceAsync(n % 3 == 0 ? "Fails" : "Ends");
        await run.ScheduleAsync("Waits", id: "waiting");
        await run.QuietAsync();
        await run.AdvanceAsync(TimeSpan.FromDays(1));
        await run.ScheduleAsync("Ends", id: "new");

        var before = DurableRun.Start.AddHours(1);
        (await run.Client.PurgeInstancesAsync(null, before, [OrchestrationRuntimeStatus.Failed])).PurgedInstanceCount.ShouldBe(100);
        (await run.Client.PurgeInstancesAsync(null, before)).PurgedInstanceCount.ShouldBe(200);
        (await run.Client.GetAllInstancesAsync().ToListAsync()).Select(found => found.InstanceId).ShouldBe(["waiting", "new"]);
    }

    [Fact]
    public async Task Purging_can_take_the_children_along()
    {
        var functions = Functions.Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Ends"));
        await using var run = await DurableRun.StartAsync(functions);

        var id = await run.ScheduleAsync("Parent");
        run.Rows("durable_instances").ShouldBe(2);
        (await run.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount.ShouldBe(2);
        run.Rows("durable_instances").ShouldBe(0);
    }
}
