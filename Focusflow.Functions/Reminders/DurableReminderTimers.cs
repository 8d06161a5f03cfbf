using Focusflow.Core.Reminders;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Reminders;

/// <summary>Reminder timers as orchestrations, one per task and time.</summary>
/// <param name="client">The client bound to the function.</param>
internal sealed class DurableReminderTimers(DurableTaskClient client) : IReminderTimers
{
    public async Task ScheduleAsync(ReminderTimer timer, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                ReminderOrchestration.Name, timer, new StartOrchestrationOptions(timer.InstanceId()), cancellation);
        }
        catch (Exception error) when (error.GetType().Name == "OrchestrationAlreadyExistsException")
        {
            // The very timer wanted is waiting already. The type is no part of the client's packages.
        }
    }
}
