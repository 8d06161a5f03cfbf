using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// Waits for a planned break reminder, then lets the stored work log decide. Each plan has an instance of its own, so no
/// history grows; the activity starts that of the next.
/// </summary>
/// <param name="reminders">Makes the notifications.</param>
public sealed class BreakReminderOrchestration(BreakReminders reminders)
{
    private const string Deliver = "DeliverBreakReminder";

    /// <summary>The orchestrator.</summary>
    [Function(BreakTimer.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<BreakTimer>() ?? throw new InvalidOperationException("A reminder needs its user and time.");
        return context.WakeAtAsync(timer.Due, Deliver, timer, ReminderResult.TooEarly);
    }

    /// <summary>The activity: reminds if it is still wanted and plans the next, once however often it runs.</summary>
    [Function(Deliver)]
    public async Task<ReminderResult> DeliverAsync(
        [ActivityTrigger] BreakTimer timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var result = await reminders.DeliverAsync(timer, new DurableTimers(client), cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
