using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Replay;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Durable.Storage;

/// <summary>Writes what a turn comes to, within one transaction.</summary>
internal sealed class TurnCommit(SqliteSession session, InstanceRow before, TurnOutcome outcome, TimerDelivery delivery)
{
    private readonly FollowUps followUps = new();
    private readonly InstanceRow after = outcome.After;

    private long Now => after.Updated;

    /// <summary>Writes it; null: the instance is not as it was when the turn began, and nothing is written.</summary>
    public static FollowUps? Write(SqliteSession session, InstanceRow before, TurnOutcome outcome, TimerDelivery delivery) =>
        InstanceTable.Update(session, before, outcome.After) ? new TurnCommit(session, before, outcome, delivery).Write() : null;

    /// <summary>Puts a new instance in place together with its first turn; throws when its id is in use.</summary>
    public static FollowUps WriteFirst(
        SqliteSession session,
        InstanceRow before,
        TurnOutcome outcome,
        TimerDelivery delivery,
        IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe)
    {
        InstanceStart.Put(session, outcome.After, dedupe);
        var commit = new TurnCommit(session, before, outcome, delivery);
        commit.Write();
        if (InboxTable.Any(session, before.Id))
            commit.followUps.Instances.Add(before.Id); // events that came before it
        return commit.followUps;
    }

    private FollowUps Write()
    {
        foreach (var message in outcome.Consumed)
        {
            if (message.Key is TimerKey timer)
                TimerTable.Delete(session, before.Id, timer);
            else if (message.Key is InboxKey inbox)
                InboxTable.Delete(session, before.Id, inbox);
        }

        foreach (var task in outcome.CancelledTimers)
            TimerTable.Cancel(session, before.Id, task);
        if (outcome.Turn is { } turn)
            Write(turn);
        if (after.HasEnded)
            End();
        else if (outcome.Carried is { } carried)
            StartAnew(carried);
        if (after.Status != before.Status)
            followUps.Changed.Add(before.Id);
        return followUps;
    }

    private void Write(Turn turn)
    {
        if (outcome.Carried is null)
            HistoryTable.Add(session, before.Id, before.Turn, turn);
        foreach (var asked in turn.Out)
        {
            switch (asked)
            {
                case TaskScheduled task:
                    followUps.Activities.Add(
                        ActivityTable.Add(session, before.Id, before.Execution, task.Id, task.Name, task.Input));
                    break;
                case TimerCreated timer when !outcome.CancelledTimers.Contains(timer.Id):
                    Set(timer);
                    break;
                case SubOrchestrationCreated sub:
                    Start(sub);
                    break;
                case EventSent sent:
                    Tell(sent.InstanceId, new EventRaised(sent.Name, sent.Input, Now));
                    break;
            }
        }
    }

    private void Set(TimerCreated timer)
    {
        if (after.HasEnded || outcome.Carried is not null)
            return; // nobody waits for it any more
        foreach (var (copy, due) in delivery.Deliveries(before.Id, before.Turn, timer, Now).Index())
        {
            TimerTable.Add(session, due, before.Id, timer.Id, copy);
            followUps.Timers.Add((due, before.Id));
        }
    }

    private void Start(SubOrchestrationCreated sub)
    {
        var child = new InstanceRow(
            sub.InstanceId,
            InstanceRow.NewExecution(),
            sub.Name,
            OrchestrationRuntimeStatus.Pending,
            Turn: 0,
            Created: Now,
            Updated: Now,
            Input: sub.Input,
            Parent: new ParentLink(before.Id, before.Execution, before.Name, sub.Id));
        try
        {
            InstanceStart.Put(session, child, []);
            InstanceStart.Schedule(session, child, due: null, followUps);
        }
        catch (OrchestrationAlreadyExistsException error)
        {
            if (InboxTable.AddAnswer(session, before.Id, before.Execution, new SubOrchestrationFailed(sub.Id, Failure.Of(error)), Now))
                followUps.Instances.Add(before.Id);
        }
    }

    private void End()
    {
        TimerTable.DeleteAll(session, before.Id);
        InboxTable.DeleteAll(session, before.Id);
        if (outcome.TerminateChildren)
        {
            foreach (var child in InstanceTable.Children(session, before.Id))
                Tell(child, new ExecutionTerminated(after.Output, Recursive: true));
        }

        if (before.Parent is not { } parent)
            return;
        Answer answer = after.Status == OrchestrationRuntimeStatus.Completed
            ? new SubOrchestrationCompleted(parent.TaskId, after.Output)
            : new SubOrchestrationFailed(
                parent.TaskId,
                after.Failure is { } failure
                    ? HistoryJson.ReadFailure(failure)
                    : new Failure("OrchestrationTerminated", after.Output ?? "The sub-orchestration was terminated.", null, null));
        if (InboxTable.AddAnswer(session, parent.Id, parent.Execution, answer, Now))
            followUps.Instances.Add(parent.Id);
    }

    private void StartAnew(IReadOnlyList<EventRaised> carried)
    {
        HistoryTable.Delete(session, before.Id);
        TimerTable.DeleteAll(session, before.Id);
        InboxTable.DeleteAnswers(session, before.Id);
        foreach (var raised in carried)
            InboxTable.Add(session, before.Id, raised, raised.At);
        InboxTable.Add(session, before.Id, new ExecutionStarted(), Now);
        followUps.Instances.Add(before.Id);
    }

    private void Tell(string instance, HistoryEvent told)
    {
        if (InboxTable.Add(session, instance, told, Now))
            followUps.Instances.Add(instance);
    }
}
