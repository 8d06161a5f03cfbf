using Focusflow.LocalRuntime.Foundation.Functions;
using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.History;
using Focusflow.LocalRuntime.Features.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace Focusflow.Tests.AzureStorage;

/// <summary>What the app asks of Durable Functions, asked of a task hub in Azure Storage.</summary>
internal sealed class AzureDurableClient(AzureStorageOrchestrationService service) : DurableTaskClient("AzureStorage")
{
    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var instance = new OrchestrationInstance { InstanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N"), ExecutionId = Guid.NewGuid().ToString("N") };
        await service.CreateTaskOrchestrationAsync(
            new TaskMessage
            {
                OrchestrationInstance = instance,
                Event = new ExecutionStartedEvent(-1, DurableData.Converter.Serialize(input))
                {
                    Name = orchestratorName.Name,
                    Version = "",
                    OrchestrationInstance = instance,
                    ScheduledStartTime = options?.StartAt?.UtcDateTime,
                },
            },
            [OrchestrationStatus.Pending, OrchestrationStatus.Running]);
        return instance.InstanceId;
    }

    /// <inheritdoc/>
    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        service.SendTaskOrchestrationMessageAsync(new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
            Event = new EventRaisedEvent(-1, DurableData.Converter.Serialize(eventPayload)) { Name = eventName },
        });

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        service.ForceTerminateTaskOrchestrationAsync(instanceId, DurableData.Converter.Serialize(options?.Output) ?? "");

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await service.GetOrchestrationStateAsync(instanceId, executionId: null) is { } state ? Of(state) : null;

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create<OrchestrationMetadata>(async (_, _, cancellation) => new Page<OrchestrationMetadata>(
        [
            .. (await service.GetOrchestrationStateAsync(cancellation))
                .Where(state => state.OrchestrationInstance.InstanceId.StartsWith(filter?.InstanceIdPrefix ?? "", StringComparison.Ordinal))
                .Select(Of),
        ]));

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await service.WaitForOrchestrationAsync(instanceId, executionId: "", Patience.Limit, cancellation) is { } state
            ? Of(state)
            : throw new TimeoutException($"The orchestration {instanceId} did not end.");

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new((await ((IOrchestrationServicePurgeClient)service).PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new((await ((IOrchestrationServicePurgeClient)service).PurgeInstanceStateAsync(new PurgeInstanceFilter(
            filter.CreatedFrom?.UtcDateTime ?? default,
            filter.CreatedTo?.UtcDateTime,
            filter.Statuses?.Select(status => Enum.Parse<OrchestrationStatus>(status.ToString()))))).DeletedInstanceCount);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static OrchestrationMetadata Of(OrchestrationState state) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(state.OrchestrationStatus.ToString()),
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        SerializedOutput = state.Output,
        SerializedCustomStatus = state.Status,
        DataConverter = DurableData.Converter,
    };
}
