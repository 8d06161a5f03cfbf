using Focusflow.Core.Reminders;
using Focusflow.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Reminders;

/// <summary>Reminder timers as orchestrations, one per task and time.</summary>
/// <param name="client">The client bound to the function.</param>
internal sealed class DurableReminderTimers(DurableTaskClient client) : IReminderTimers
{
    public Task ScheduleAsync(ReminderTimer timer, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(ReminderOrchestration.Name, timer, timer.InstanceId(), cancellation);
}
