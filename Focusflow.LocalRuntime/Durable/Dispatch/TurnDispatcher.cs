using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Replay;
using Focusflow.LocalRuntime.Durable.Storage;
using Focusflow.LocalRuntime.Time;
using Focusflow.Sqlite;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Durable.Dispatch;

/// <summary>Runs the turns: different instances at the same time, one instance one turn after the other.</summary>
internal sealed class TurnDispatcher
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, State> active = new(StringComparer.Ordinal);
    private readonly WorkerPool<string> pool;
    private readonly EngineParts parts;
    private readonly ILogger logger;

    public TurnDispatcher(EngineParts parts, WorkTracker work)
    {
        this.parts = parts;
        logger = parts.Loggers.CreateLogger(DurableEngine.LogCategory);
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

    /// <summary>The first turn of an instance that is about to be stored, on the calling thread; null: all workers are busy.</summary>
    public TurnOutcome? TryFirstTurn(InstanceRow instance)
    {
        if (!pool.TryBorrow())
            return null;
        try
        {
            var start = new Message(instance.Created, new ExecutionStarted(), Key: null);
            var loaded = new LoadedInstance(instance, [], [start]);
            return OrchestratorRun.Execute(loaded, parts.Functions, parts.Loggers, new DateTime(instance.Created, DateTimeKind.Utc));
        }
        finally
        {
            pool.GiveBack();
        }
    }

    /// <summary>Ends when at most so many turns wait.</summary>
    public Task WhenShort(int length) => pool.WhenShort(length);

    /// <summary>Starts no more turns and ends when the running ones are committed.</summary>
    public Task StopAsync() => pool.StopAsync();

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
        catch (Exception error)
        {
            logger.LogError(error, "A turn of {Instance} could not be run; it is tried again.", instance);
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
        var now = parts.Clock.GetUtcNow().UtcDateTime;
        if (parts.Database.Read(session => LoadedInstance.Load(session, instance, now.Ticks)) is not { } loaded)
            return;
        var outcome = OrchestratorRun.Execute(loaded, parts.Functions, parts.Loggers, now);
        var followUps = await parts.Writer.WriteAsync(
            session => TurnCommit.Write(session, loaded.Instance, outcome, parts.Options.Delivery));
        if (followUps is not null)
            parts.Announce(followUps);
    }
}
