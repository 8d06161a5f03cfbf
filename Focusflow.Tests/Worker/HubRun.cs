using System.Text.Json;
using Focusflow.Tests.Worker.Rpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Shouldly;
using ActionCase = Microsoft.DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace Focusflow.Tests.Worker;

/// <summary>
/// Runs orchestrations in a worker as the durable extension does: turn by turn, activities in between, and timers at once,
/// for the clock of a history is what its events say.
/// </summary>
internal sealed class HubRun(RunningWorker worker)
{
    private const int MostTurns = 60;

    /// <summary>The functions that ran.</summary>
    public HashSet<string> Ran { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs what was scheduled to its end.</summary>
    public Task<CompleteOrchestrationAction> RunAsync(CreateInstanceRequest scheduled) => RunAsync(scheduled.Name, scheduled.InstanceId, scheduled.Input);

    /// <summary>Runs an orchestration to its end.</summary>
    public async Task<CompleteOrchestrationAction> RunAsync(string name, string instanceId, string? input)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        List<HistoryEvent> past = [];
        List<HistoryEvent> fresh = [Started(now), Begun(name, instanceId, input, now)];
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var answer = await TurnAsync(name, instanceId, past, fresh);
            past.AddRange(fresh);
            var news = new List<HistoryEvent>();
            foreach (var action in answer.Actions)
            {
                if (action.OrchestratorActionTypeCase == ActionCase.CompleteOrchestration)
                    return action.CompleteOrchestration;
                var (scheduled, came) = await DoAsync(action, instanceId, now);
                past.Add(scheduled);
                news.Add(came);
                now = came.TimerFired?.FireAt.ToDateTime() is { } fired && fired > now ? fired : now;
            }

            fresh = [Started(now), .. news];
        }

        throw new InvalidOperationException($"{name} does not come to its end.");
    }

    /// <summary>Runs an activity that must succeed; gives its result as JSON.</summary>
    public async Task<string?> ActivityAsync(string name, string? input, string instanceId)
    {
        Ran.Add(name);
        var answer = await worker.InvokeAsync(name, input, ("instanceId", instanceId), ("data", input ?? ""));
        answer.Result.Status.ShouldBe(StatusResult.Types.Status.Success, $"{name}: {answer.Result.Exception?.Message}");
        var value = answer.ReturnValue;
        return value?.DataCase switch
        {
            null or TypedData.DataOneofCase.None => null,
            TypedData.DataOneofCase.String => JsonSerializer.Serialize(value.String),
            TypedData.DataOneofCase.Json => value.Json,
            TypedData.DataOneofCase.Int => JsonSerializer.Serialize(value.Int),
            var other => throw new InvalidOperationException($"{name} returned {other}."),
        };
    }

    private async Task<OrchestratorResponse> TurnAsync(string name, string instanceId, List<HistoryEvent> past, List<HistoryEvent> fresh)
    {
        Ran.Add(name);
        var request = new OrchestratorRequest { InstanceId = instanceId, ExecutionId = instanceId };
        request.PastEvents.AddRange(past);
        request.NewEvents.AddRange(fresh);
        var answer = await worker.InvokeAsync(name, Convert.ToBase64String(request.ToByteArray()), ("instanceId", instanceId));
        answer.Result.Status.ShouldBe(StatusResult.Types.Status.Success, $"{name}: {answer.Result.Exception?.Message}");
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer.ReturnValue.String));
    }

    private async Task<(HistoryEvent Scheduled, HistoryEvent Came)> DoAsync(OrchestratorAction action, string instanceId, DateTime now)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case ActionCase.ScheduleTask:
                var task = action.ScheduleTask;
                var result = await ActivityAsync(task.Name, Unwrapped(task.Input), instanceId);
                return (
                    Event(now, action.Id, each => each.TaskScheduled = new() { Name = task.Name, Input = task.Input }),
                    Event(now, -1, each => each.TaskCompleted = new() { TaskScheduledId = action.Id, Result = result }));
            case ActionCase.CreateTimer:
                var due = action.CreateTimer.FireAt;
                return (
                    Event(now, action.Id, each => each.TimerCreated = new() { FireAt = due }),
                    Event(now, -1, each => each.TimerFired = new() { FireAt = due, TimerId = action.Id }));
            case ActionCase.CreateSubOrchestration:
                var part = action.CreateSubOrchestration;
                var end = await RunAsync(part.Name, part.InstanceId, part.Input);
                end.OrchestrationStatus.ShouldBe(OrchestrationStatus.Completed);
                return (
                    Event(now, action.Id, each => each.SubOrchestrationInstanceCreated = new() { InstanceId = part.InstanceId, Name = part.Name, Input = part.Input }),
                    Event(now, -1, each => each.SubOrchestrationInstanceCompleted = new() { TaskScheduledId = action.Id, Result = end.Result }));
            case var other:
                throw new NotSupportedException($"{other} is not expected of these orchestrations.");
        }
    }

    /// <summary>The input of an activity is scheduled as a list of one; the extension hands on the one.</summary>
    private static string? Unwrapped(string? input) =>
        input is null ? null : JsonSerializer.Deserialize<JsonElement[]>(input)!.Single().GetRawText();

    private static HistoryEvent Started(DateTime now) => Event(now, -1, each => each.OrchestratorStarted = new());

    private static HistoryEvent Begun(string name, string instanceId, string? input, DateTime now) => Event(now, -1, each => each.ExecutionStarted = new()
    {
        Name = name,
        Input = input,
        OrchestrationInstance = new() { InstanceId = instanceId, ExecutionId = instanceId },
    });

    private static HistoryEvent Event(DateTime now, int id, Action<HistoryEvent> fill)
    {
        var made = new HistoryEvent { EventId = id, Timestamp = Timestamp.FromDateTime(now) };
        fill(made);
        return made;
    }
}
