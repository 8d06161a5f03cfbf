using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Suite;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>
/// Tests of the published app: one after the other, for they share a process and a store, and beside no others: what of the worker
/// is Microsoft's gives a call and its request five seconds to meet, which a machine that is busy with other tests may not have.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WorkerCollection : ICollectionFixture<WorkerFixture>
{
    public const string Name = "The published worker";
}

/// <summary>
/// The published app in a worker process on the Cosmos DB emulator: one for all tests, started by the first that needs it.
/// Without Node.js there is no emulator and the tests are skipped with the reason.
/// </summary>
public sealed class WorkerFixture : IAsyncDisposable
{
    private readonly string key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(64));
    private readonly CosmosEmulator emulator = new();
    private readonly Lazy<Task<TestHost>> host;
    private readonly Lazy<Task<RunningWorker>> worker;

    public WorkerFixture()
    {
        host = new(StartHostAsync);
        worker = new(StartReadyAsync);
    }

    /// <summary>The emulator that it runs on.</summary>
    internal CosmosEmulator Emulator => emulator;

    /// <summary>The worker.</summary>
    internal async Task<RunningWorker> WorkerAsync()
    {
        await host.Value;
        emulator.SkipWithoutIt();
        return await worker.Value;
    }

    /// <summary>Another worker that is ready, for a test that ends it.</summary>
    internal async Task<RunningWorker> AnotherAsync()
    {
        await WorkerAsync();
        return await StartReadyAsync();
    }

    /// <summary>Another worker with other settings, which answers, and may never be ready.</summary>
    internal async Task<RunningWorker> AnotherAsync(params (string Key, string? Value)[] change)
    {
        await WorkerAsync();
        var started = await StartWorkerAsync(change);
        await started.AnswersAsync("/api/health/live");
        return started;
    }

    /// <summary>Another worker with these settings, while no other runs.</summary>
    internal async Task<RunningWorker> AloneAsync(params (string Key, string? Value)[] change)
    {
        await host.Value;
        emulator.SkipWithoutIt();
        return await StartWorkerAsync(change);
    }

    /// <summary>Another app's worker, while no other runs.</summary>
    internal async Task<RunningWorker> AloneAsync(string folder) => await RunningWorker.StartAsync(await host.Value, folder, []);

    /// <summary>What workers asked of the durable extension.</summary>
    internal async Task<RecordingHub> HubAsync() => (await host.Value).Hub;

    /// <summary>A client of the worker whose answers are held against the API's description.</summary>
    internal async Task<HttpClient> ClientAsync()
    {
        var address = (await WorkerAsync()).Door.Url;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        return new HttpClient(EveryApp.Watched(handler)) { BaseAddress = address };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (worker is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await worker.Value).DisposeAsync();
        if (host is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await host.Value).DisposeAsync();
        await emulator.DisposeAsync();
    }

    private async Task<TestHost> StartHostAsync()
    {
        await emulator.InitializeAsync();
        return await TestHost.StartAsync();
    }

    private async Task<RunningWorker> StartReadyAsync()
    {
        var started = await StartWorkerAsync();
        await started.AnswersAsync("/api/health/ready");
        return started;
    }

    private async Task<RunningWorker> StartWorkerAsync(params (string Key, string? Value)[] change) =>
        await RunningWorker.StartAsync(await host.Value, await PublishedApp.FolderAsync(),
        [
            ("Focusflow:Auth:SigningKey", key),
            ("Focusflow:RateLimit:Enabled", "false"),
            ("LeaderboardSchedule", "*/10 * * * * *"),
            .. emulator.Settings,
            .. change,
        ]);
}
