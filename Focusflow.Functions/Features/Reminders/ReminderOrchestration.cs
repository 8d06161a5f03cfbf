using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>Waits for a reminder time, then lets the task decide.</summary>
/// <param name="reminders">Makes the notifications.</param>
public sealed class ReminderOrchestration(ReminderDelivery reminders)
{
    private const string Deliver = "DeliverTaskReminder";

    /// <summary>The orchestrator.</summary>
    [Function(ReminderTimer.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ReminderTimer>() ?? throw new InvalidOperationException("A reminder needs its task and time.");
        return context.WakeAtAsync(timer.Due, Deliver, timer, ReminderResult.TooEarly);
    }

    /// <summary>The activity: reminds if the task still wants it, once however often it runs.</summary>
    [Function(Deliver)]
    public async Task<ReminderResult> DeliverAsync([ActivityTrigger] ReminderTimer timer, CancellationToken cancellation)
    {
        var result = await reminders.DeliverAsync(timer, cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
