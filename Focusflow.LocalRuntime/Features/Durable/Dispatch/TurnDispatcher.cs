using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Features.Durable.Turns;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>Runs the turns: different instances at the same time, one instance one turn after the other.</summary>
internal sealed class TurnDispatcher : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, State> active = new(StringComparer.Ordinal);
    private readonly WorkerPool<string> pool;
    private readonly EngineParts parts;
    private readonly TurnRunner runner;
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger logger;

    public TurnDispatcher(EngineParts parts, WorkTracker work)
    {
        this.parts = parts;
        logger = parts.Loggers.CreateLogger(DurableEngine.LogCategory);
        runner = new TurnRunner(parts.Functions, parts.Loggers);
        pool = new WorkerPool<string>(parts.Options.MaxConcurrentOrchestrators, work, RunAsync);
    }

    private enum State
    {
        Waiting,
        Running,
        RunningAndWoken,
    }

    /// <summary>An instance may have something to be told.</summary>
    public void Wake(string instance)
    {
        lock (gate)
        {
            if (active.TryGetValue(instance, out var state))
            {
                if (state == State.Running)
                    active[instance] = State.RunningAndWoken;
                return;
            }

            active.Add(instance, State.Waiting);
        }

        pool.Add(instance);
    }

    /// <summary>The first turn of an instance that is about to be stored, begun on the calling thread; null: all workers are busy.</summary>
    public async Task<TurnOutcome?> TryFirstTurnAsync(InstanceRow instance)
    {
        if (!pool.TryBorrow())
            return null;
        try
        {
            return await runner.RunAsync(LoadedInstance.New(instance), instance.Created, stopping.Token);
        }
        finally
        {
            pool.GiveBack();
        }
    }

    /// <summary>Ends when at most so many turns wait.</summary>
    public Task WhenShort(int length) => pool.WhenShort(length);

    /// <summary>Starts no more turns, asks the running ones to end, and ends when they are committed.</summary>
    public async Task StopAsync()
    {
        var stopped = pool.StopAsync();
        await stopping.CancelAsync();
        await stopped;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(string instance)
    {
        lock (gate)
            active[instance] = State.Running;
        try
        {
            await TurnAsync(instance);
        }
        catch (CrashedException)
        {
            return;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // what it was to be told is still there for the next start
        }
        catch (Exception error)
        {
            logger.LogError(error, "A turn of an orchestration could not be run; it is tried again.");
            parts.Later.Add(() => Wake(instance));
        }

        lock (gate)
        {
            if (active[instance] == State.Running)
            {
                active.Remove(instance);
                return;
            }

            active[instance] = State.Waiting;
        }

        pool.Add(instance);
    }

    private async Task TurnAsync(string instance)
    {
        var now = parts.Clock.GetUtcNow().UtcTicks;
        if (parts.Database.Read(session => LoadedInstance.Load(session, instance, now)) is not { } loaded)
            return;
        var outcome = await runner.RunAsync(loaded, now, stopping.Token);
        var followUps = await parts.Writer.WriteAsync(
            session => TurnCommit.Write(session, loaded.Instance, outcome, parts.Options.Delivery));
        if (followUps is not null)
            parts.Announce(followUps);
    }
}
