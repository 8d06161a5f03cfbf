using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Focusflow.Tests.LocalRuntime.Durable;

/// <summary>An engine over a throw-away file, with a virtual clock; can be ended and started anew over the same file.</summary>
internal sealed class DurableRun : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2025, 9, 29, 9, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("focusflow-durable-").FullName;
    private readonly SqliteDatabase database;
    private readonly FunctionTable functions;
    private readonly ILoggerFactory loggers;

    private DurableRun(FunctionTable functions, ILoggerFactory? loggers)
    {
        this.functions = functions;
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        database = SqliteDatabase.Open(Path.Combine(folder, "durable.db"), durable: false);
        Work = new WorkTracker();
        Clock = new VirtualClock(Start, Work);
        Engine = null!;
    }

    public WorkTracker Work { get; private set; }

    public VirtualClock Clock { get; private set; }

    public DurableEngine Engine { get; private set; }

    public DurableTaskClient Client => Engine.Client;

    public SqliteDatabase Database => database;

    public static async Task<DurableRun> StartAsync(
        FunctionTable functions, DurableEngineOptions? options = null, ILoggerFactory? loggers = null)
    {
        var run = new DurableRun(functions, loggers);
        await run.StartEngineAsync(options);
        return run;
    }

    /// <summary>Starts an engine as a new process would: nothing but the file and the time is left of the one before.</summary>
    public async Task StartEngineAsync(DurableEngineOptions? options = null)
    {
        Work = new WorkTracker();
        Clock = new VirtualClock(Clock.GetUtcNow(), Work);
        Engine = new DurableEngine(database, Clock, Work, functions, options ?? new DurableEngineOptions(), loggers);
        await Engine.StartAsync();
    }

    public async Task RestartAsync(DurableEngineOptions? options = null)
    {
        await Engine.StopAsync();
        await StartEngineAsync(options);
    }

    public async Task<string> ScheduleAsync(string name, object? input = null, string? id = null, DateTimeOffset? at = null)
    {
        var instance = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id, at));
        await QuietAsync();
        return instance;
    }

    public Task QuietAsync() => Work.WhenQuiet().WaitAsync(Patience.Limit, TimeProvider.System);

    public Task AdvanceAsync(TimeSpan by) => Clock.AdvanceAsync(by).WaitAsync(Patience.Limit, TimeProvider.System);

    public async Task<OrchestrationMetadata> GetAsync(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true) ?? throw new InvalidOperationException($"There is no {id}.");

    /// <summary>Runs an orchestrator that needs nothing from outside and gives its result.</summary>
    public async Task<T?> RunAsync<T>(string name, object? input = null)
    {
        var found = await GetAsync(await ScheduleAsync(name, input));
        found.RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed, found.FailureDetails?.ToString());
        return found.ReadOutputAs<T>();
    }

    /// <summary>How many timers are set.</summary>
    public int Timers() => database.Read(session => session.Query("SELECT timers FROM durable_instances", row => row.IsNull(0) ? null : row.Text(0)))
        .Sum(timers => StoredTimers.Read(timers).Count);

    public int Rows(string table) => database.Read(session => Convert.ToInt32(session.Scalar($"SELECT count(*) FROM {table}")));

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        database.Dispose();
        Clock.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
