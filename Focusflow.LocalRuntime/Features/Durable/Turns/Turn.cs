using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Google.Protobuf;
using Microsoft.DurableTask.Client;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Turns;

/// <summary>One turn: what the runner is asked, and what its answer means for the instance.</summary>
/// <param name="loaded">The instance.</param>
/// <param name="time">The turn's time (UTC ticks).</param>
internal sealed class Turn(LoadedInstance loaded, long time)
{
    private readonly InstanceRow instance = loaded.Instance;
    private readonly List<P.HistoryEvent> events = [Events.TurnStarted(time), .. loaded.Messages.Select(message => message.Event)];

    /// <summary>The instance's input as JSON.</summary>
    public string? Input => instance.Input;

    /// <summary>Set when the instance is ended from outside; then none of its code runs any more.</summary>
    public P.ExecutionTerminatedEvent? Terminated { get; } =
        loaded.Messages.FirstOrDefault(message => message.Terminates)?.Event.ExecutionTerminated;

    /// <summary>How the code failed, if the runner said so.</summary>
    public P.TaskFailureDetails? Failure { get; private set; }

    /// <summary>What the runner is asked.</summary>
    public string Request() => HistoryPart.Request(
        loaded.History,
        new P.OrchestratorRequest { InstanceId = instance.Id, ExecutionId = instance.Execution, NewEvents = { events } });

    /// <summary>What the runner's answer comes to.</summary>
    public TurnOutcome Of(P.OrchestratorResponse response)
    {
        // As on Azure, the status of the run before is shown until the first turn of a new one sets its own.
        var status = response.CustomStatus ?? (instance.Turn == 0 ? instance.CustomStatus : null);
        var after = instance with { CustomStatus = status };
        return response.Actions.FirstOrDefault(action => action.CompleteOrchestration is not null)?.CompleteOrchestration switch
        {
            null => Outcome(after with { Status = Status() }, response.Actions),
            { OrchestrationStatus: P.OrchestrationStatus.ContinuedAsNew } next => StartAnew(after, next, response.Actions),
            { OrchestrationStatus: P.OrchestrationStatus.Completed } end =>
                Outcome(after with { Status = OrchestrationRuntimeStatus.Completed, Output = end.Result }, response.Actions),
            { OrchestrationStatus: P.OrchestrationStatus.Failed } end => Fail(after, end.FailureDetails, response.Actions),
            var other => throw new NotSupportedException($"The runner ended the orchestration as {other.OrchestrationStatus}."),
        };
    }

    /// <summary>The turn could not be run.</summary>
    public TurnOutcome Fail(Exception error)
    {
        var failure = Failures.Of(error);
        return Fail(instance, failure, [End(P.OrchestrationStatus.Failed, null, failure)]);
    }

    /// <summary>The instance ends.</summary>
    public TurnOutcome Terminate(P.ExecutionTerminatedEvent terminated) =>
        Outcome(
            instance with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Input },
            [End(P.OrchestrationStatus.Terminated, terminated.Input, null)]) with { TerminateChildren = terminated.Recurse };

    private static P.OrchestratorAction End(P.OrchestrationStatus status, string? result, P.TaskFailureDetails? failure) =>
        new() { CompleteOrchestration = new() { OrchestrationStatus = status, Result = result, FailureDetails = failure } };

    private TurnOutcome Fail(InstanceRow after, P.TaskFailureDetails failure, IReadOnlyList<P.OrchestratorAction> actions)
    {
        Failure = failure;
        return Outcome(after with { Status = OrchestrationRuntimeStatus.Failed, Output = null, Failure = failure.ToByteArray() }, actions);
    }

    private TurnOutcome Outcome(InstanceRow after, IReadOnlyList<P.OrchestratorAction> actions)
    {
        var happened = events.Concat(actions.Select(action => Events.Of(action, time)));
        return new(after with { Turn = instance.Turn + 1, Updated = time }, HistoryPart.Write(happened), loaded.Messages, actions);
    }

    private TurnOutcome StartAnew(InstanceRow after, P.CompleteOrchestrationAction next, IReadOnlyList<P.OrchestratorAction> actions)
    {
        var fresh = after with
        {
            Execution = InstanceRow.NewExecution(),
            Turn = 0,
            Updated = time,
            Status = OrchestrationRuntimeStatus.Running,
            Input = next.Result,
            Version = next.NewVersion ?? after.Version,
        };
        return new(fresh, History: null, loaded.Messages, actions, [.. next.CarryoverEvents]);
    }

    private OrchestrationRuntimeStatus Status()
    {
        var status = instance.Status;
        foreach (var message in loaded.Messages)
        {
            if (message.Event.ExecutionSuspended is not null)
                status = OrchestrationRuntimeStatus.Suspended;
            else if (message.Starts || message.Resumes)
                status = OrchestrationRuntimeStatus.Running;
        }

        return status;
    }
}
