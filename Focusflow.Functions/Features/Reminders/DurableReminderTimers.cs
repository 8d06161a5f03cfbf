using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>Reminder timers as orchestrations, one per task and time.</summary>
/// <param name="client">The client bound to the function.</param>
internal sealed class DurableReminderTimers(DurableTaskClient client) : IReminderTimers
{
    public Task ScheduleAsync(ReminderTimer timer, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(ReminderOrchestration.Name, timer, timer.InstanceId(), cancellation);
}
