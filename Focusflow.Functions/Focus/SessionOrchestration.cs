using Focusflow.Core.Focus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Focus;

/// <summary>Waits for the planned end of a session, or for the limit of its pause, then lets the stored session decide.</summary>
public sealed class SessionOrchestration(SessionSettlement settlement)
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "FocusSessionWakeUp";

    private const string SettleActivity = "SettleFocusSession";

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
        var wakeUp = context.GetInput<SessionWakeUp>() ?? throw new InvalidOperationException("A wake-up needs its session.");
        var due = wakeUp.DueAt.UtcDateTime;
        do
        {
            while (context.CurrentUtcDateTime < due)
                await context.CreateTimer(due, CancellationToken.None);
            due = context.CurrentUtcDateTime.AddSeconds(1);
        }
        while (await context.CallActivityAsync<WakeUpResult>(SettleActivity, wakeUp, Retries) == WakeUpResult.TooEarly);
    }

    /// <summary>The activity: settles the session if the plan is still in force, once however often it runs.</summary>
    [Function(SettleActivity)]
    public async Task<WakeUpResult> SettleAsync([ActivityTrigger] SessionWakeUp wakeUp, CancellationToken cancellation)
    {
        var result = await settlement.WakeAsync(wakeUp, cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
