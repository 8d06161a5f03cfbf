using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Timers;

/// <summary>Runs the timer functions while the host runs.</summary>
internal sealed class TimerService : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ScheduleStore store;
    private readonly FunctionTimer[] timers;
    private readonly SqliteDatabase database;

    public TimerService(
        FunctionHost host, SqliteDatabase database, EmbeddedStore embedded, TimeProvider clock, WorkTracker work, ILoggerFactory loggers)
    {
        this.database = database;
        store = new ScheduleStore(database, embedded);
        var logger = loggers.CreateLogger("Function");
        timers =
        [
            .. host.Functions
                .Where(function => function.Trigger is Trigger.Timer)
                .Select(function => new FunctionTimer(function, host, store, clock, work, logger, stopping.Token)),
        ];
    }

    /// <summary>The timers, in order of their functions' names.</summary>
    public IReadOnlyList<FunctionTimer> All => timers;

    /// <summary>The timer of a function (any case), or null.</summary>
    public FunctionTimer? Find(string function) =>
        timers.FirstOrDefault(timer => string.Equals(timer.Name, function, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (timers.Length == 0)
            return;
        await store.EnsureCreatedAsync();
        await Task.WhenAll(timers.Select(timer => timer.StartAsync()));
        database.Committed += Rouse;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        database.Committed -= Rouse;
        await stopping.CancelAsync();
        await Task.WhenAll(timers.Select(timer => timer.StopAsync(cancellationToken)));
    }

    private void Rouse()
    {
        foreach (var timer in timers)
            timer.Rouse();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var timer in timers)
            timer.Dispose();
        stopping.Dispose();
    }
}
