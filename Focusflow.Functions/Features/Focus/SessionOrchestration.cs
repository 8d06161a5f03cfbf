using Focusflow.Core.Features.Focus;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Focus;

/// <summary>Waits for the planned end of a session, or for the limit of its pause, then lets the stored session decide.</summary>
public sealed class SessionOrchestration(SessionSettlement settlement)
{
    private const string SettleActivity = "SettleFocusSession";

    /// <summary>The orchestrator.</summary>
    [Function(SessionWakeUp.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var wakeUp = context.GetInput<SessionWakeUp>() ?? throw new InvalidOperationException("A wake-up needs its session.");
        return context.WakeAtAsync(wakeUp.DueAt, SettleActivity, wakeUp, WakeUpResult.TooEarly);
    }

    /// <summary>The activity: settles the session if the plan is still in force, once however often it runs.</summary>
    [Function(SettleActivity)]
    public async Task<WakeUpResult> SettleAsync([ActivityTrigger] SessionWakeUp wakeUp, CancellationToken cancellation)
    {
        var result = await settlement.WakeAsync(wakeUp, cancellation);
        return result.Problem is { } problem ? throw new InvalidOperationException(problem.Detail) : result.Value;
    }
}
