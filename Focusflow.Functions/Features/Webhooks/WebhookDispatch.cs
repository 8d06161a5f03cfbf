using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>Starts the deliveries of new notifications.</summary>
/// <param name="dispatcher">Finds them.</param>
public sealed class WebhookDispatch(WebhookDispatcher dispatcher)
{
    /// <summary>Every minute: on Azure each look is billed for a second, whatever it finds.</summary>
    [Function("DispatchWebhooks")]
    public Task RunAsync(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        dispatcher.DispatchAsync(new DurableWebhookDeliveries(client), cancellation);

    private sealed class DurableWebhookDeliveries(DurableTaskClient client) : IWebhookDeliveries
    {
        public Task StartAsync(WebhookMessage message, CancellationToken cancellation) =>
            client.ScheduleOnceAsync(WebhookOrchestration.Name, message, message.InstanceId(), cancellation);
    }
}
