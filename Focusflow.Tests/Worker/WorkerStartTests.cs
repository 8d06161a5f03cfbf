using Focusflow.Tests.Worker.Rpc;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

public sealed class WorkerStartTests(WorkerFixture fixture)
{
    [Fact]
    public async Task The_published_app_reports_to_the_host_and_offers_an_endpoint_of_its_own()
    {
        var worker = await fixture.WorkerAsync();

        worker.Init.Result.Status.ShouldBe(StatusResult.Types.Status.Success);
        new Uri(worker.Init.Capabilities["HttpUri"]).IsLoopback.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_function_loads()
    {
        var worker = await fixture.WorkerAsync();

        worker.Loaded.Count.ShouldBeGreaterThan(50);
        worker.Loaded.ShouldAllBe(answer => answer.Result.Status == StatusResult.Types.Status.Success);
    }
}
