using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Focusflow.LocalRuntime.Features.Durable.Turns;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.Extensions.Logging;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Dispatch;

/// <summary>
/// Runs activities, at least once each: one is done when its answer is committed, as a rule by the very turn that is told of it.
/// </summary>
internal sealed class ActivityDispatcher : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly WorkerPool<ActivityRow> pool;
    private readonly EngineParts parts;
    private readonly TurnDispatcher turns;
    private readonly ILogger logger;

    public ActivityDispatcher(EngineParts parts, WorkTracker work, TurnDispatcher turns)
    {
        this.parts = parts;
        this.turns = turns;
        logger = parts.Loggers.CreateLogger(DurableEngine.LogCategory);
        pool = new WorkerPool<ActivityRow>(parts.Options.MaxConcurrentActivities, work, RunAsync);
    }

    private long Now => parts.Clock.GetUtcNow().UtcTicks;

    /// <summary>Lets an activity run.</summary>
    public void Add(ActivityRow activity) => pool.Add(activity);

    /// <summary>Starts no more activities, asks the running ones to end, and ends when they have.</summary>
    public async Task StopAsync()
    {
        var stopped = pool.StopAsync();
        await stopping.CancelAsync();
        await stopped;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(ActivityRow activity)
    {
        try
        {
            parts.Crash?.Pass();
            if (await AnswerAsync(activity) is { } answer)
                await turns.TellAsync(new ActivityAnswer(activity, answer));
        }
        catch (CrashedException)
        {
            // Nothing: the row is still there for the next engine.
        }
        catch (Exception error)
        {
            logger.LogError(error, "The answer of activity {Name} could not be stored; it runs again.", activity.Name);
            parts.Later.Add(() => Add(activity));
        }
    }

    /// <summary>Runs it; null: it ended because the engine stops, and runs again at the next start.</summary>
    private async Task<P.HistoryEvent?> AnswerAsync(ActivityRow activity)
    {
        if (parts.Functions.FindActivity(activity.Name) is not { } function)
        {
            var missing = new InvalidOperationException(TurnErrors.NoActivity(activity.Name));
            return Events.TaskFailed(activity.Task, Failures.Of(missing, final: true), Now);
        }

        try
        {
            var result = await function(new ActivityInvocation(activity.Instance, activity.Name, activity.Input, stopping.Token));
            return Events.TaskCompleted(activity.Task, DurableData.Converter.Serialize(result), Now);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            // Without the instance: its id may be made of a user's.
            logger.LogWarning(error, "The activity '{Name}' failed.", activity.Name);
            return Events.TaskFailed(activity.Task, Failures.Of(error), Now);
        }
    }
}
