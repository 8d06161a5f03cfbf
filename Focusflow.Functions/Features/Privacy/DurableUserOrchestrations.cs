using Focusflow.Core.Features.Privacy;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>What a deletion asks of Durable Functions.</summary>
internal sealed partial class DurableUserOrchestrations(DurableTaskClient client, ILogger log) : IUserOrchestrations
{
    private const int AtOnce = 8;

    private static readonly OrchestrationRuntimeStatus[] Waiting =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    public Task ScheduleAsync(DeletionOrder order, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(DeletionOrchestration.Name, order, order.InstanceId(), cancellation);

    public Task EndAsync(IReadOnlyCollection<OrchestrationName> names, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (name, stop) =>
            {
                try
                {
                    await (name.IsPrefix ? EndAllAsync(name.Text, stop) : EndAsync(name.Text, stop));
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // Ending saves a wake-up that would find nothing; it must not keep the documents alive.
                    NotEnded(error);
                }
            });

    private async Task EndAllAsync(string prefix, CancellationToken cancellation)
    {
        await foreach (var instance in client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: Waiting, InstanceIdPrefix: prefix))
            .WithCancellation(cancellation))
        {
            await EndAsync(instance.InstanceId, cancellation);
        }
    }

    /// <summary>
    /// The real client refuses to terminate what has ended or never was, each host with exceptions of its own; the local one
    /// refuses the latter only. Neither matters here.
    /// </summary>
    private async Task EndAsync(string instanceId, CancellationToken cancellation)
    {
        try
        {
            await client.TerminateInstanceAsync(instanceId, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            AlreadyEnded(error);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "An orchestration of a deleted user could not be terminated; it has ended or never was")]
    private partial void AlreadyEnded(Exception error);

    [LoggerMessage(2, LogLevel.Warning, "The orchestrations of a deleted user could not be looked up")]
    private partial void NotEnded(Exception error);
}
