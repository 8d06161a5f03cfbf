using Focusflow.Core.Reminders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Reminders;

/// <summary>Waits for a reminder time, then lets the task decide.</summary>
/// <param name="reminders">Makes the notifications.</param>
public sealed class ReminderOrchestration(ReminderDelivery reminders)
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "TaskReminder";

    private const string Deliver = "DeliverTaskReminder";

    // When the store is away for longer than these tries take, the sweeper makes up for it.
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3));

    /// <summary>The orchestrator. Timers may fire before their time, so it looks at the clock and waits on.</summary>
    [Function(Name)]
    public static async Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ReminderTimer>() ?? throw new InvalidOperationException("A reminder needs its task and time.");
        var due = timer.Due.UtcDateTime;
        while (context.CurrentUtcDateTime < due)
            await context.CreateTimer(due, CancellationToken.None);
        await context.CallActivityAsync(Deliver, timer, Retries);
    }

    /// <summary>The activity: reminds if the task still wants it, once however often it runs.</summary>
    [Function(Deliver)]
    public async Task DeliverAsync([ActivityTrigger] ReminderTimer timer, CancellationToken cancellation)
    {
        var delivered = await reminders.DeliverAsync(timer, cancellation);
        if (delivered.Problem is { } problem)
            throw new InvalidOperationException(problem.Detail);
    }
}
