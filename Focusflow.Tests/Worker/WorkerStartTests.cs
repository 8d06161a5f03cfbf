using System.Diagnostics;
using Focusflow.Tests.Worker.Rpc;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>How a worker comes and goes.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerStartTests(WorkerFixture fixture, ITestOutputHelper output)
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

        worker.Loaded.Count.ShouldBe(worker.Functions.Count);
        worker.Loaded.ShouldAllBe(answer => answer.Result.Status == StatusResult.Types.Status.Success);
    }

    [Fact]
    public async Task It_ends_in_good_order_when_told_and_so_do_its_streams()
    {
        await using var worker = await fixture.AnotherAsync();
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);
        using var stream = await ann.StreamAsync();

        var exit = await worker.TerminateAsync();

        exit.ShouldBe(0);
        (await stream.EventAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Without_its_store_it_starts_and_says_so()
    {
        await using var worker = await fixture.AnotherAsync(("Focusflow:Cosmos:Endpoint", "https://127.0.0.1:1/"));
        using var client = new HttpClient { BaseAddress = worker.Door.Url };

        var alive = await client.GetAsync("/api/health/live", TestContext.Current.CancellationToken);

        worker.Loaded.ShouldAllBe(answer => answer.Result.Status == StatusResult.Types.Status.Success);
        ((int)alive.StatusCode).ShouldBe(200);
        ((int)(await client.GetAsync("/api/health/ready", TestContext.Current.CancellationToken)).StatusCode).ShouldBe(503);
        (await worker.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task It_answers_soon_after_its_start()
    {
        await fixture.WorkerAsync();
        var watch = Stopwatch.StartNew();
        await using var worker = await fixture.AnotherAsync();

        var (connected, loaded) = worker.Took;
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            after the start of the process: connected {connected.TotalMilliseconds:0} ms, {worker.Functions.Count} functions loaded {loaded.TotalMilliseconds:0} ms, ready {watch.Elapsed.TotalMilliseconds:0} ms
            """));
        watch.Elapsed.ShouldBeLessThan(Patience.Limit);
    }
}
