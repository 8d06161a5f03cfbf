using Focusflow.Core.Features.Focus;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Wake-ups as orchestrations, one for each plan of a session.</summary>
internal sealed class DurableSessionTimers(DurableTaskClient client) : ISessionTimers
{
    public Task ScheduleAsync(SessionWakeUp wakeUp, CancellationToken cancellation = default) =>
        client.ScheduleOnceAsync(SessionOrchestration.Name, wakeUp, wakeUp.InstanceId(), cancellation);
}
