using Focusflow.Core.Focus;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Focus;

/// <summary>Wake-ups as orchestrations, one for each plan of a session.</summary>
internal sealed class DurableSessionTimers(DurableTaskClient client) : ISessionTimers
{
    public async Task ScheduleAsync(SessionWakeUp wakeUp, CancellationToken cancellation = default)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                SessionOrchestration.Name, wakeUp, new StartOrchestrationOptions(wakeUp.InstanceId()), cancellation);
        }
        catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
        {
            // The very wake-up wanted is waiting already. The exception's type is in none of the client's packages.
        }
    }
}
