using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>Timers of shutdown and break reminders as orchestrations, one per user and instant.</summary>
/// <param name="client">The client bound to the function.</param>
internal sealed class DurableWorkdayTimers(DurableTaskClient client) : IWorkdayTimers
{
    public Task ScheduleAsync(ShutdownTimer timer, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(ShutdownReminderOrchestration.Name, timer, timer.InstanceId(), cancellation);

    public Task ScheduleAsync(BreakTimer timer, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(BreakReminderOrchestration.Name, timer, timer.InstanceId(), cancellation);
}
