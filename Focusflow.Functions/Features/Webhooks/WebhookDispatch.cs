using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Foundation.Following;
using Focusflow.Functions.Foundation.Following;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>Starts the deliveries of new notifications.</summary>
/// <param name="dispatcher">Finds them.</param>
/// <param name="log">Tells what was set aside.</param>
public sealed class WebhookDispatch(WebhookDispatcher dispatcher, ILogger<WebhookDispatch> log) : IRangeFollower
{
    /// <inheritdoc/>
    public FeedFollower Feed => dispatcher.Feed;

    /// <summary>Every minute: on Azure each look is billed for a second, whatever it finds.</summary>
    [Function("DispatchWebhooks")]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await dispatcher.DispatchAsync(new DurableWebhookDeliveries(client), new DurableTimers(client), cancellation);
        log.SetAside(result.SetAside);
        if (result.Followed.LeavesRest)
            await FollowOrchestration.StartAsync(client, Feed.Name, cancellation);
    }

    /// <inheritdoc/>
    public async Task<Followed> FollowRangeAsync(string range, DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await dispatcher.DispatchRangeAsync(range, new DurableWebhookDeliveries(client), new DurableTimers(client), cancellation);
        log.SetAside(result.SetAside);
        return result.Followed;
    }

    private sealed class DurableWebhookDeliveries(DurableTaskClient client) : IWebhookDeliveries
    {
        public Task StartAsync(WebhookMessage message, CancellationToken cancellation) =>
            client.ScheduleOnceAsync(WebhookOrchestration.Name, message, message.InstanceId(), cancellation);

        public async Task<bool> IsStartedAsync(WebhookMessage message, CancellationToken cancellation) =>
            await client.GetInstanceAsync(message.InstanceId(), getInputsAndOutputs: false, cancellation) is not null;
    }
}
