using Focusflow.Tests.Worker.Rpc;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class WorkerTimerTests(WorkerFixture fixture)
{
    // As the host sends it: the first time, when nothing is known of earlier runs, and later.
    private const string First = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""";
    private const string Later = """
        {"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-01-05T10:00:00+00:00","LastUpdated":"2026-01-05T10:00:00+00:00","Next":"2026-01-05T10:05:00+00:00"},"IsPastDue":true}
        """;

    [Theory]
    [InlineData(First)]
    [InlineData(Later)]
    public async Task Every_timer_function_runs(string timer)
    {
        var worker = await fixture.WorkerAsync();
        var timers = worker.Functions.Where(function => (string)function.Trigger["type"]! == "timerTrigger").ToList();

        timers.ShouldNotBeEmpty();
        foreach (var function in timers)
        {
            var answer = await worker.InvokeAsync(function.Name, timer);
            answer.Result.Status.ShouldBe(StatusResult.Types.Status.Success, $"{function.Name}: {answer.Result.Exception?.Message}");
        }
    }

    [Fact]
    public async Task The_nightly_purge_goes_through_the_durable_client()
    {
        var worker = await fixture.WorkerAsync();

        await worker.InvokeAsync("PurgeEndedOrchestrations", First);
        await worker.InvokeAsync("PurgeSomeEnded", "0", ("instanceId", "i"));

        (await fixture.HubAsync()).Find("PurgeEnded", "0").InstanceId.ShouldBe("purge-ended");
        (await fixture.HubAsync()).Purged.ShouldContain(request => request.PurgeInstanceFilter != null && request.PurgeInstanceFilter.RuntimeStatus.Count == 3);
    }

    [Fact]
    public async Task One_that_throws_is_reported_as_failed_and_the_worker_goes_on()
    {
        var worker = await fixture.WorkerAsync();
        await fixture.Emulator.RefuseAsync(403, 100);
        var failed = await worker.InvokeAsync("SweepTaskReminders", First);
        await fixture.Emulator.RefuseAsync(403, 0);

        failed.Result.Status.ShouldBe(StatusResult.Types.Status.Failure);
        failed.Result.Exception.Message.ShouldNotBeNullOrEmpty();
        (await worker.InvokeAsync("SweepTaskReminders", First)).Result.Status.ShouldBe(StatusResult.Types.Status.Success);
    }
}
