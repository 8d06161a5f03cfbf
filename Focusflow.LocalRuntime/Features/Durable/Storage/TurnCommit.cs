using DurableTask.Core.Exceptions;
using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.Sqlite;
using Microsoft.DurableTask.Client;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Storage;

/// <summary>Writes what a turn comes to, within one transaction.</summary>
internal sealed class TurnCommit(SqliteSession session, InstanceRow before, TurnOutcome outcome, TimerDelivery delivery)
{
    private readonly FollowUps followUps = new();
    private readonly InstanceRow after = outcome.After with { Timers = [.. Timers(before, outcome, delivery)] };

    private long Now => after.Updated;

    /// <summary>Writes it; null: the instance is not as it was when the turn began, and nothing is written.</summary>
    public static FollowUps? Write(SqliteSession session, InstanceRow before, TurnOutcome outcome, TimerDelivery delivery)
    {
        var commit = new TurnCommit(session, before, outcome, delivery);
        return InstanceTable.Update(session, before, commit.after) ? commit.Write() : null;
    }

    /// <summary>Puts a new instance in place together with its first turn; throws when its id is in use.</summary>
    public static FollowUps WriteFirst(
        SqliteSession session,
        InstanceRow before,
        TurnOutcome outcome,
        TimerDelivery delivery,
        IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe)
    {
        var commit = new TurnCommit(session, before, outcome, delivery);
        InstanceStart.Put(session, commit.after, dedupe);
        commit.Write();
        if (InboxTable.Any(session, before.Id))
            commit.followUps.Instances.Add(before.Id); // events that came before it
        return commit.followUps;
    }

    /// <summary>What it waits for after the turn: what it was not told of, and what its code has set.</summary>
    private static IEnumerable<TimerKey> Timers(InstanceRow before, TurnOutcome outcome, TimerDelivery delivery)
    {
        if (outcome.After.HasEnded || outcome.Carried is not null)
            return [];
        var set = outcome.Actions.Where(action => action.CreateTimer is not null).SelectMany(action => delivery
            .Deliveries(before.Id, before.Turn, action.Id, action.CreateTimer.FireAt.ToDateTime().Ticks, outcome.After.Updated)
            .Select((due, copy) => new TimerKey(due, action.Id, copy)));
        return before.Timers.Except(outcome.Consumed.Select(message => message.Key).OfType<TimerKey>()).Concat(set);
    }

    private FollowUps Write()
    {
        foreach (var message in outcome.Consumed)
        {
            if (message.Key is InboxKey inbox)
                InboxTable.Delete(session, before.Id, inbox);
            else if (message.Key is ActivityKey activity)
                ActivityTable.Delete(session, activity.Row);
        }

        if (outcome.History is { } history)
            HistoryTable.Add(session, before.Id, before.Turn, history);
        foreach (var action in outcome.Actions)
            Do(action);
        if (after.HasEnded)
            End();
        else if (outcome.Carried is { } carried)
            StartAnew(carried);
        if (after.Due is { } due)
            followUps.Timers.Add((due, before.Id)); // also when it was so before: it may be another, of the same time
        if (after.Status != before.Status)
            followUps.Changed.Add(before.Id);
        return followUps;
    }

    private void Do(P.OrchestratorAction action)
    {
        switch (action)
        {
            case { ScheduleTask: { } task }:
                followUps.Activities.Add(
                    ActivityTable.Add(session, before.Id, before.Execution, action.Id, task.Name, ActivityInput.Of(task.Input)));
                break;
            case { CreateSubOrchestration: { } sub }:
                Start(action.Id, sub);
                break;
            case { SendEvent: { } sent }:
                // One to itself is an event that was not taken before a new start: it goes before what came meanwhile.
                var at = sent.Instance.InstanceId == before.Id ? Now - 1 : Now;
                Tell(sent.Instance.InstanceId, Events.Raised(sent.Name, sent.Data, at), at);
                break;
        }
    }

    private void Start(int call, P.CreateSubOrchestrationAction sub)
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
            Tags: StoredTags.Write(sub.Tags),
            Version: sub.Version,
            Parent: new ParentLink(before.Id, before.Execution, before.Name, call));
        try
        {
            InstanceStart.Put(session, child, []);
            InstanceStart.Start(session, child, followUps);
        }
        catch (OrchestrationAlreadyExistsException error)
        {
            if (InboxTable.AddAnswer(session, before.Id, before.Execution, Events.SubFailed(call, Failures.Of(error), Now), Now))
                followUps.Instances.Add(before.Id);
        }
    }

    private void End()
    {
        InboxTable.DeleteAll(session, before.Id);
        if (outcome.TerminateChildren)
        {
            foreach (var child in InstanceTable.Children(session, before.Id))
                Tell(child, Events.Terminated(after.Output, recursive: true, Now), Now);
        }

        if (before.Parent is not { } parent)
            return;
        var answer = after.Status == OrchestrationRuntimeStatus.Completed
            ? Events.SubCompleted(parent.TaskId, after.Output, Now)
            : Events.SubFailed(
                parent.TaskId,
                after.Failure is { } failure ? P.TaskFailureDetails.Parser.ParseFrom(failure) : Failures.Terminated(after.Output),
                Now);
        if (InboxTable.AddAnswer(session, parent.Id, parent.Execution, answer, Now))
            followUps.Instances.Add(parent.Id);
    }

    private void StartAnew(IReadOnlyList<P.HistoryEvent> carried)
    {
        HistoryTable.Delete(session, before.Id);
        InboxTable.DeleteAnswers(session, before.Id);
        foreach (var raised in carried)
            InboxTable.Add(session, before.Id, raised, Now - 1);
        InboxTable.Add(session, before.Id, Events.ToStart(Now), Now);
        followUps.Instances.Add(before.Id);
    }

    private void Tell(string instance, P.HistoryEvent told, long at)
    {
        if (InboxTable.Add(session, instance, told, at))
            followUps.Instances.Add(instance);
    }
}
