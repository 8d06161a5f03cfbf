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
    private readonly UntoldAnswers answers = new();
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
    /// <param name="instance">Its id.</param>
    /// <param name="canComeLater">Whether others go first: what had to be done for it is done.</param>
    public void Wake(string instance, bool canComeLater = false)
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

        pool.Add(instance, canComeLater);
    }

    /// <summary>An activity has answered: the next turn is told, and forgets the activity in the same commit.</summary>
    /// <returns>Ends at once; when no turns are run any more, after the answer is stored for the next start.</returns>
    public Task TellAsync(ActivityAnswer answer)
    {
        if (!answers.TryAdd(answer))
            return KeepAsync([answer]);
        Wake(answer.Activity.Instance, canComeLater: true);
        return Task.CompletedTask;
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
        answers.Close();
        var stopped = pool.StopAsync();
        await stopping.CancelAsync();
        await stopped;
        try
        {
            await KeepAsync(answers.TakeAll());
        }
        catch (CrashedException)
        {
            // Nothing: the rows are still there for the next engine.
        }
        catch (Exception error)
        {
            logger.LogError(error, "The answers of activities could not be stored; these run again at the next start.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(string instance)
    {
        lock (gate)
            active[instance] = State.Running;
        var told = answers.Take(instance);
        try
        {
            await TurnAsync(instance, told);
        }
        catch (CrashedException)
        {
            return;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            answers.PutBack(instance, told);
            return; // what else it was to be told is still there for the next start
        }
        catch (Exception error)
        {
            logger.LogError(error, "A turn of an orchestration could not be run; it is tried again.");
            answers.PutBack(instance, told);
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

    /// <summary>Runs a turn, and takes out of the answers what is stored.</summary>
    private async Task TurnAsync(string instance, List<ActivityAnswer> told)
    {
        var now = parts.Clock.GetUtcNow().UtcTicks;
        if (parts.Database.Read(session => LoadedInstance.Load(session, instance, now, told)) is { } loaded)
        {
            var outcome = await runner.RunAsync(loaded, now, stopping.Token);
            var followUps = await parts.Writer.WriteAsync(
                session => TurnCommit.Write(session, loaded.Instance, outcome, parts.Options.Delivery));
            if (followUps is not null)
            {
                told.RemoveAll(answer => answer.Activity.Execution == loaded.Instance.Execution);
                parts.Announce(followUps);
            }
        }

        await KeepAsync(told);
    }

    /// <summary>Stores answers that no turn was told of: the instance is suspended, say, or has ended and needs none.</summary>
    private async Task KeepAsync(List<ActivityAnswer> untold)
    {
        if (untold.Count == 0)
            return;
        parts.Announce(await parts.Writer.WriteAsync(session =>
        {
            var followUps = new FollowUps();
            followUps.Instances.AddRange(untold.FindAll(answer => answer.LeaveInInbox(session)).Select(answer => answer.Activity.Instance));
            return followUps;
        }));
    }
}
