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

    /// <summary>
    /// The orchestrator. A timer may fire up to a second before its time, and the clock of the server that runs the
    /// activity may be behind this one; in both cases it waits on.
    /// </summary>
    [Function(Name)]
    public static async Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ReminderTimer>() ?? throw new InvalidOperationException("A reminder needs its task and time.");
        var due = timer.Due.UtcDateTime;
        do
        {
            while (context.CurrentUtcDateTime < due)
                await context.CreateTimer(due, CancellationToken.None);
            due = context.CurrentUtcDateTime.AddSeconds(1);
        }
        while (await context.CallActivityAsync<ReminderResult>(Deliver, timer, Retries) == ReminderResult.TooEarly);
    }

    /// <summary>The activity: reminds if the task still wants it, once however often it runs.</summary>
    [Function(Deliver)]
    public async Task<ReminderResult> DeliverAsync([ActivityTrigger] ReminderTimer timer, CancellationToken cancellation)
    {
        var result = await reminders.DeliverAsync(timer, cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
