using Focusflow.Core.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Webhooks;

/// <summary>Starts the deliveries of new notifications.</summary>
/// <param name="dispatcher">Finds them.</param>
public sealed class WebhookDispatch(WebhookDispatcher dispatcher)
{
    /// <summary>Every half minute.</summary>
    [Function("DispatchWebhooks")]
    public Task RunAsync(
        [TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        dispatcher.DispatchAsync(new DurableWebhookDeliveries(client), cancellation);

    private sealed class DurableWebhookDeliveries(DurableTaskClient client) : IWebhookDeliveries
    {
        public async Task StartAsync(WebhookMessage message, CancellationToken cancellation)
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    WebhookOrchestration.Name, message, new StartOrchestrationOptions(message.InstanceId()), cancellation);
            }
            catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
            {
                // Under way already. The type is no part of the client's packages.
            }
        }
    }
}
