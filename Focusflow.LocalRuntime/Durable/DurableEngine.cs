using Focusflow.LocalRuntime.Time;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Durable;

#pragma warning disable CA1822, CS9113 // the engine behind these members follows
/// <summary>Runs orchestrations whose history, timers and queued work live in a SQLite file.</summary>
/// <param name="database">The file; may hold other things too.</param>
/// <param name="clock">What timers wait on.</param>
/// <param name="work">Is told of everything that is due or running.</param>
/// <param name="functions">The app's orchestrators and activities.</param>
/// <param name="options">How it works.</param>
/// <param name="loggers">What orchestrators and the engine log to.</param>
public sealed class DurableEngine(
    SqliteDatabase database,
    TimeProvider clock,
    WorkTracker work,
    IDurableFunctions functions,
    DurableEngineOptions options,
    ILoggerFactory loggers) : IAsyncDisposable
{
    /// <summary>What functions are given as <c>[DurableClient]</c>.</summary>
    public DurableTaskClient Client => throw new NotSupportedException("The engine is being built.");

    /// <summary>Takes up all work that is pending in the file.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>Takes up nothing new and waits for the running turns and activities.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>An instance with its history, for the admin API; null: there is none of this id.</summary>
    public DurableInstance? ReadInstance(string instanceId) => null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();
}
