using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Focusflow.Tests.Worker;

/// <summary>
/// The service behind every <c>[DurableClient]</c>, as the durable extension offers it. It only writes down what is asked;
/// <see cref="HubRun"/> runs what was scheduled.
/// </summary>
internal sealed class RecordingHub : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private readonly ConcurrentDictionary<string, OrchestrationState> states = new(StringComparer.Ordinal);

    /// <summary>Orchestrations that were scheduled, oldest first.</summary>
    public ConcurrentQueue<CreateInstanceRequest> Scheduled { get; } = new();

    /// <summary>Instances that were to be terminated.</summary>
    public ConcurrentQueue<TerminateRequest> Terminated { get; } = new();

    /// <summary>What was to be purged.</summary>
    public ConcurrentQueue<PurgeInstancesRequest> Purged { get; } = new();

    /// <summary>The last orchestration of a name whose id or input has a text in it.</summary>
    public CreateInstanceRequest Find(string name, string text) =>
        Scheduled.LastOrDefault(each => each.Name == name && (each.Input + each.InstanceId).Contains(text, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No {name} with {text} was scheduled.");

    /// <inheritdoc/>
    public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        Scheduled.Enqueue(request);
        var now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        states[request.InstanceId] = new OrchestrationState
        {
            InstanceId = request.InstanceId,
            Name = request.Name,
            OrchestrationStatus = OrchestrationStatus.Pending,
            CreatedTimestamp = now,
            LastUpdatedTimestamp = now,
        };
        return Task.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId });
    }

    /// <inheritdoc/>
    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        Task.FromResult(states.TryGetValue(request.InstanceId, out var state)
            ? new GetInstanceResponse { Exists = true, OrchestrationState = state }
            : new GetInstanceResponse());

    /// <inheritdoc/>
    public override Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        Terminated.Enqueue(request);
        return Task.FromResult(new TerminateResponse());
    }

    /// <inheritdoc/>
    public override Task<QueryInstancesResponse> QueryInstances(QueryInstancesRequest request, ServerCallContext context)
    {
        var answer = new QueryInstancesResponse();
        var prefix = request.Query.InstanceIdPrefix ?? "";
        answer.OrchestrationState.AddRange(states.Values.Where(state => state.InstanceId.StartsWith(prefix, StringComparison.Ordinal)));
        return Task.FromResult(answer);
    }

    /// <inheritdoc/>
    public override Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        Purged.Enqueue(request);
        return Task.FromResult(new PurgeInstancesResponse { DeletedInstanceCount = 1, IsComplete = true });
    }
}
