using Focusflow.Core.Foundation.Timers;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>Timers as orchestrations, one for each plan.</summary>
/// <param name="client">The client bound to the function.</param>
internal sealed class DurableTimers(DurableTaskClient client) : IDurableTimers
{
    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation) =>
        client.ScheduleOnceAsync(timer.Orchestration, timer, timer.InstanceId(), cancellation, timer.StartsAt);
}
