using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Durable.Replay;

/// <summary>Runs one turn of an orchestrator: its history over again, then what is new.</summary>
internal sealed class OrchestratorRun(
    InstanceRow instance, Func<TaskOrchestrationContext, Task<object?>>? function, OrchestratorThread thread, ILoggerFactory loggers)
{
    private readonly ReplayContext context = new(instance, thread, loggers);
    private readonly List<HistoryEvent> told = [];
    private readonly List<Message> consumed = [];
    private Task<object?>? code;
    private bool held;
    private ExecutionTerminated? terminated;

    /// <summary>Runs it on the calling thread.</summary>
    public static TurnOutcome Execute(LoadedInstance loaded, IDurableFunctions functions, ILoggerFactory loggers, DateTime now)
    {
        var thread = new OrchestratorThread();
        var run = new OrchestratorRun(loaded.Instance, functions.FindOrchestrator(loaded.Instance.Name), thread, loggers);

        // Time never goes back for the code, even when the clock is set.
        var time = loaded.History is [.., var last] && last.Time > now ? last.Time : now;
        return thread.Run(() => run.Turn(loaded, time));
    }

    private TurnOutcome Turn(LoadedInstance loaded, DateTime now)
    {
        try
        {
            if (function is not null)
                HistoryReplay.Run(context, loaded.History, Tell, () => code);
            context.BeginTurn(now, isReplay: false);
            TellAll(loaded.Messages);
            return Outcome(now);
        }
        catch (Exception error)
        {
            // The code differs from its history, or threw where nobody can await it (async void).
            context.Calls.BeginTurn();
            return Fail(now, error);
        }
    }

    /// <summary>Tells the code what is new, in order. While it is held, all but resuming and terminating stays in the tables.</summary>
    private void TellAll(IReadOnlyList<Message> messages)
    {
        var waiting = new LinkedList<Message>(messages);
        while (terminated is null && code is not { IsCompleted: true })
        {
            var next = waiting.First;
            while (held && next is not null && next.Value.Event is not (ExecutionResumed or ExecutionTerminated))
                next = next.Next;
            if (next is null)
                return;

            waiting.Remove(next);
            consumed.Add(next.Value);
            if (next.Value.Event is Answer answer && !context.Calls.IsExpected(answer))
                continue; // a duplicate, or the answer to something that was cancelled
            told.Add(next.Value.Event);
            Tell(next.Value.Event);
        }
    }

    private void Tell(HistoryEvent happened)
    {
        switch (happened)
        {
            case ExecutionStarted when function is not null:
                code = Start();
                break;
            case EventRaised raised:
                context.Events.Raise(raised);
                break;
            case Answer answer:
                context.Calls.Complete(answer);
                break;
            case ExecutionSuspended:
                held = true;
                break;
            case ExecutionResumed:
                held = false;
                break;
            case ExecutionTerminated end:
                terminated = end;
                break;
        }

        thread.Drain();
    }

    private Task<object?> Start()
    {
        try
        {
            return function!(context);
        }
        catch (Exception error)
        {
            return Task.FromException<object?>(error);
        }
    }

    private TurnOutcome Outcome(DateTime now)
    {
        if (terminated is { } end)
            return End(now, OrchestrationRuntimeStatus.Terminated, end.Output, null, end.Recursive);
        if (function is null)
            return Fail(now, new InvalidOperationException(OrchestratorErrors.NoOrchestrator(instance.Name)));
        if (thread.Escaped)
            return Fail(now, new InvalidOperationException(OrchestratorErrors.NotDurable));
        if (code is { IsCompleted: true })
            return Ended(now, code);
        if (!held && !context.Calls.Any && !context.Events.AnyWaiting)
            return Fail(now, new InvalidOperationException(OrchestratorErrors.NotDurable));
        return Result(now, instance with { Status = held ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running });
    }

    private TurnOutcome Ended(DateTime now, Task<object?> ended)
    {
        if (ended.IsFaulted || ended.IsCanceled)
        {
            return Fail(now, ended.Exception?.InnerException ?? new TaskCanceledException(ended));
        }

        if (context.Next is { } next)
        {
            var fresh = instance with
            {
                Execution = InstanceRow.NewExecution(),
                Input = next.Input,
                Status = OrchestrationRuntimeStatus.Running,
            };
            var result = Result(now, fresh);
            return result with { After = result.After with { Turn = 0 }, Carried = next.KeepEvents ? context.Events.Kept : [] };
        }

        try
        {
            return End(now, OrchestrationRuntimeStatus.Completed, DurableData.Converter.Serialize(ended.Result), null);
        }
        catch (Exception error)
        {
            return Fail(now, error); // the result cannot be written as JSON
        }
    }

    private TurnOutcome Fail(DateTime now, Exception error)
    {
        loggers.CreateLogger(DurableEngine.LogCategory).LogError(
            error, "The orchestration '{Name}' ({Instance}) failed.", instance.Name, instance.Id);
        return End(now, OrchestrationRuntimeStatus.Failed, null, Failure.Of(error));
    }

    private TurnOutcome End(DateTime now, OrchestrationRuntimeStatus status, string? output, Failure? failure, bool children = false)
    {
        var after = instance with { Status = status, Output = output, Failure = failure is null ? null : HistoryJson.Write(failure) };
        return Result(now, after, new ExecutionCompleted()) with { TerminateChildren = children };
    }

    private TurnOutcome Result(DateTime now, InstanceRow after, ExecutionCompleted? completed = null)
    {
        List<HistoryEvent> asked = [.. context.Calls.Made];
        if (completed is not null)
            asked.Add(completed);
        var happened = told.Count > 0 || completed is not null;
        return new(
            happened ? after with { CustomStatus = context.CustomStatus, Turn = instance.Turn + 1, Updated = now.Ticks } : instance,
            happened ? new Turn(now.Ticks, told, asked) : null,
            consumed,
            [.. context.Calls.Cancelled],
            Carried: null,
            TerminateChildren: false);
    }
}
