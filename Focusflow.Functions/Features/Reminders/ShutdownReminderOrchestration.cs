using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// Waits for a planned shutdown reminder, then lets the stored plan decide. Each plan has an instance of its own, so no
/// history grows; the activity starts that of the next.
/// </summary>
/// <param name="reminders">Makes the notifications.</param>
public sealed class ShutdownReminderOrchestration(ShutdownReminders reminders)
{
    private const string Deliver = "DeliverShutdownReminder";

    /// <summary>The orchestrator.</summary>
    [Function(ShutdownTimer.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ShutdownTimer>() ?? throw new InvalidOperationException("A reminder needs its user and time.");
        return context.WakeAtAsync(timer.Due, Deliver, timer, ReminderResult.TooEarly);
    }

    /// <summary>The activity: reminds if it is still wanted and plans the next, once however often it runs.</summary>
    [Function(Deliver)]
    public async Task<ReminderResult> DeliverAsync(
        [ActivityTrigger] ShutdownTimer timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await reminders.DeliverAsync(timer, new DurableTimers(client), cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
