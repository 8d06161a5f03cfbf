using System.Diagnostics;
using Focusflow.Tests.Worker.Rpc;

namespace Focusflow.Tests.Worker;

/// <summary>A worker process with the published app, all functions loaded, and the door that clients come through.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly WorkerProcess process;
    private readonly TestHost host;

    private RunningWorker(WorkerProcess process, TestHost host, FrontDoor door, WorkerConnection connection)
    {
        this.process = process;
        this.host = host;
        Door = door;
        Connection = connection;
    }

    /// <summary>What it said when it was told to begin.</summary>
    public WorkerInitResponse Init { get; private set; } = null!;

    /// <summary>The functions it reported.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>What it said when the functions were loaded, in the same order.</summary>
    public IReadOnlyList<FunctionLoadResponse> Loaded { get; private set; } = [];

    /// <summary>When its process was started, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Began { get; private init; }

    /// <summary>How long after the start of the process it had reported, and had all functions loaded.</summary>
    public (TimeSpan Connected, TimeSpan Loaded) Took { get; private set; }

    /// <summary>The messages between it and the host.</summary>
    public WorkerConnection Connection { get; }

    /// <summary>Where clients send their requests.</summary>
    public FrontDoor Door { get; }

    /// <summary>Starts a worker and everything that comes before the first request.</summary>
    public static async Task<RunningWorker> StartAsync(TestHost host, string folder, IEnumerable<(string Key, string? Value)> settings)
    {
        var door = await FrontDoor.OpenAsync();
        var began = Stopwatch.GetTimestamp();
        var id = Guid.NewGuid().ToString();
        var connection = host.Workers.Expect(id);
        var worker = new RunningWorker(WorkerProcess.Start(folder, host.Url, id, settings), host, door, connection) { Began = began };
        try
        {
            await await Task.WhenAny(connection.ConnectedAsync(), worker.EndedEarlyAsync());
            var connected = Stopwatch.GetElapsedTime(began);
            worker.Init = await connection.InitializeAsync(folder);
            var reported = (await connection.FunctionsAsync(folder)).FunctionMetadataResults;
            worker.Functions = [.. reported.Select(function => new WorkerFunction(function))];
            door.PassOnTo(worker);
            worker.Loaded = await Task.WhenAll(reported.Select(connection.LoadAsync));
            worker.Took = (connected, Stopwatch.GetElapsedTime(began));
            return worker;
        }
        catch (Exception error)
        {
            await worker.DisposeAsync();
            throw new InvalidOperationException($"The worker did not start:\n{worker.process.Output}", error);
        }
    }

    /// <summary>
    /// Asks until it says that all is well. The worker gives a call five seconds to arrive beside its request, and the emulator has
    /// a database to make: on a very busy machine the first answers may be refusals, and whoever asks comes again.
    /// </summary>
    public async Task AnswersAsync(string health)
    {
        var watch = Stopwatch.StartNew();
        using var client = new HttpClient { BaseAddress = Door.Url };
        while (await client.GetAsync(health) is { IsSuccessStatusCode: false } refused)
        {
            if (watch.Elapsed > Patience.Limit)
                throw new InvalidOperationException($"The worker is not well at {health}: {refused.StatusCode} {await refused.Content.ReadAsStringAsync()}\n{process.Output}");
        }
    }

    /// <summary>The errors in the log of an invocation.</summary>
    public IEnumerable<string> ErrorsOf(string invocationId) =>
        Connection.Logs.Where(log => log.InvocationId == invocationId && log.Level >= RpcLog.Types.Level.Error).Select(log => $"{log.Category}: {log.Message} {log.Exception?.Message}");

    /// <summary>The function of a name.</summary>
    public WorkerFunction Find(string name) => Functions.Single(function => function.Name == name);

    /// <summary>Runs a function that is not started by a request.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">What the trigger gives it: text, as the host sends it.</param>
    /// <param name="metadata">What is known of the trigger beside that.</param>
    public Task<InvocationResponse> InvokeAsync(string name, string? data, params (string Name, string Value)[] metadata)
    {
        var trigger = data is null ? new TypedData() : new TypedData { String = data };
        return Connection.InvokeAsync(Find(name).Call(Guid.NewGuid().ToString(), host.Url, trigger, metadata));
    }

    /// <summary>What the host says to the worker about a request that it sends on.</summary>
    public InvocationRequest CallFor(WorkerFunction function, string invocationId, IEnumerable<(string Name, string Value)> metadata) =>
        function.Call(invocationId, host.Url, new TypedData { Http = new RpcHttp() }, metadata);

    /// <summary>The most memory that its process has held, in megabytes (Linux only).</summary>
    public double PeakMegabytes() => process.PeakMegabytes();

    /// <summary>How long its process has kept a processor busy (Linux only).</summary>
    public TimeSpan ProcessorTime() => process.ProcessorTime();

    /// <summary>Tells it to end, as the host does; gives the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        Connection.Terminate();
        return process.EndAsync();
    }

    private async Task EndedEarlyAsync()
    {
        var exit = await process.EndAsync();
        throw new InvalidOperationException($"It ended with exit code {exit}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Door.DisposeAsync();
        await process.DisposeAsync();
    }
}
