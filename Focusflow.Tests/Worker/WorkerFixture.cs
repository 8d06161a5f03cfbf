using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Suite;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>Tests of the published app: one after the other, for they share a process and a store.</summary>
[CollectionDefinition(Name)]
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
    private readonly SemaphoreSlim one = new(1);
    private CosmosEmulator? emulator;
    private TestHost? host;
    private RunningWorker? worker;

    /// <summary>The emulator that it runs on.</summary>
    internal CosmosEmulator Emulator => emulator!;

    /// <summary>What it asked of the durable extension.</summary>
    internal RecordingHub Hub => host!.Hub;

    /// <summary>The worker.</summary>
    internal async Task<RunningWorker> WorkerAsync()
    {
        await one.WaitAsync();
        try
        {
            await PrepareAsync();
            return worker ??= await RunningWorker.StartAsync(host!, await PublishedApp.FolderAsync(), Settings(emulator!.Settings));
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Another worker, for a test that ends it.</summary>
    /// <param name="change">Other settings.</param>
    internal async Task<RunningWorker> AnotherAsync(params (string Key, string? Value)[] change)
    {
        await WorkerAsync();
        return await RunningWorker.StartAsync(host!, await PublishedApp.FolderAsync(), Settings([.. emulator!.Settings, .. change]));
    }

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
        if (worker is not null)
            await worker.DisposeAsync();
        if (host is not null)
            await host.DisposeAsync();
        if (emulator is not null)
            await emulator.DisposeAsync();
        one.Dispose();
    }

    private static (string, string?)[] Settings((string, string?)[] store) =>
    [
        ("Focusflow:Auth:SigningKey", Convert.ToBase64String(new byte[64])),
        ("Focusflow:Accounts:PasswordIterations", "1000"),
        ("Focusflow:RateLimit:Enabled", "false"),
        ("LeaderboardSchedule", "*/10 * * * * *"),
        .. store,
    ];

    private async Task PrepareAsync()
    {
        if (emulator is null)
        {
            emulator = new CosmosEmulator();
            await emulator.InitializeAsync();
        }

        emulator.SkipWithoutIt();
        host ??= await TestHost.StartAsync();
    }
}
