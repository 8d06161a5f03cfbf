using System.Text.Json;
using DurableTask.AzureStorage;
using DurableTask.Core;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Durable.Turns;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Focusflow.Tests.AzureStorage;

/// <summary>
/// The app's orchestrations and activities on the backend that Azure uses, put on it by Microsoft's own shims. What the durable
/// extension adds between the two is tested with the published worker.
/// </summary>
/// <param name="settings">The task hub.</param>
/// <param name="functions">The app's functions.</param>
/// <param name="loggers">What orchestrators log to.</param>
internal sealed class AzureDurableBackend(AzureStorageOrchestrationServiceSettings settings, IDurableFunctions functions, ILoggerFactory loggers)
    : INameVersionObjectManager<TaskOrchestration>, INameVersionObjectManager<TaskActivity>, IAsyncDisposable
{
    private readonly DurableTaskShimFactory shims = new(new DurableTaskWorkerOptions { DataConverter = DurableData.Converter }, loggers);
    private TaskHubWorker? worker;

    /// <summary>How fast this hub looks for work, so that tests need not wait.</summary>
    public static AzureStorageOrchestrationServiceSettings Settings(string connectionString, string hub) => new()
    {
        TaskHubName = hub,
        StorageAccountClientProvider = new StorageAccountClientProvider(connectionString),
        PartitionCount = 1,
        MaxQueuePollingInterval = TimeSpan.FromMilliseconds(200),
        ControlQueueVisibilityTimeout = TimeSpan.FromSeconds(10),
        WorkItemQueueVisibilityTimeout = TimeSpan.FromSeconds(10),
        LeaseAcquireInterval = TimeSpan.FromSeconds(1),
        LeaseRenewInterval = TimeSpan.FromSeconds(1),
        LeaseInterval = TimeSpan.FromSeconds(15),
        ThrowExceptionOnInvalidDedupeStatus = true,
        WorkerId = Guid.NewGuid().ToString("N"),
    };

    /// <summary>Starts a worker.</summary>
    public async Task StartAsync()
    {
        var service = new AzureStorageOrchestrationService(settings);
        await service.CreateIfNotExistsAsync();

        // What the backend logs is the host's affair, not the app's.
        worker = new TaskHubWorker(service, this, this, NullLoggerFactory.Instance) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        await worker.StartAsync();
    }

    /// <inheritdoc/>
    public void Add(ObjectCreator<TaskOrchestration> creator) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Add(ObjectCreator<TaskActivity> creator) => throw new NotSupportedException();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (worker is null)
            return;
        await worker.StopAsync(isForced: true);
        worker.Dispose();
    }

    TaskOrchestration INameVersionObjectManager<TaskOrchestration>.GetObject(string name, string? version) =>
        shims.CreateOrchestration(name, new Orchestrator(name, functions, loggers));

    TaskActivity INameVersionObjectManager<TaskActivity>.GetObject(string name, string? version) =>
        shims.CreateActivity(name, new Activity(functions.FindActivity(name) ?? throw new InvalidOperationException($"There is no activity {name}.")));

    private sealed class Orchestrator(string name, IDurableFunctions functions, ILoggerFactory loggers) : ITaskOrchestrator
    {
        public Type InputType => typeof(JsonElement);

        public Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var wrapped = new OrchestratorContext(context, input is JsonElement json ? json.GetRawText() : null, loggers);
            Task<object?>? run = null;
            var found = functions.RunTurnAsync(name, context.InstanceId, code => run = code(wrapped), CancellationToken.None);
            if (!found.IsCompletedSuccessfully || !found.Result || run is null)
                throw new InvalidOperationException($"There is no orchestrator {name}.");
            return await run;
        }
    }

    private sealed class Activity(Func<ActivityInvocation, Task<object?>> run) : ITaskActivity
    {
        public Type InputType => typeof(JsonElement);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskActivityContext context, object? input) =>
            run(new ActivityInvocation(context.InstanceId, context.Name, input is JsonElement json ? json.GetRawText() : null, CancellationToken.None));
    }
}
