using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions.Foundation.Orchestrations;
using Focusflow.Functions.Foundation.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Webhooks;

/// <summary>Starts the deliveries of new notifications.</summary>
/// <param name="dispatcher">Finds them.</param>
/// <param name="log">Tells what was set aside.</param>
public sealed class WebhookDispatch(WebhookDispatcher dispatcher, ILogger<WebhookDispatch> log)
{
    /// <summary>Every minute: on Azure each look is billed for a second, whatever it finds.</summary>
    [Function("DispatchWebhooks")]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        log.SetAside((await dispatcher.DispatchAsync(new DurableWebhookDeliveries(client), new DurableTimers(client), cancellation)).SetAside);

    private sealed class DurableWebhookDeliveries(DurableTaskClient client) : IWebhookDeliveries
    {
        public Task StartAsync(WebhookMessage message, CancellationToken cancellation) =>
            client.ScheduleOnceAsync(WebhookOrchestration.Name, message, message.InstanceId(), cancellation);

        public async Task<bool> IsStartedAsync(WebhookMessage message, CancellationToken cancellation) =>
            await client.GetInstanceAsync(message.InstanceId(), getInputsAndOutputs: false, cancellation) is not null;
    }
}
