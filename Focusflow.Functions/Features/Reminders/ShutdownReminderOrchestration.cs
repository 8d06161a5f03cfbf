using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// Waits for an instant at which shutdown reminders are planned, then lets the stored plans decide; see <see cref="PlanWaiting"/>.
/// </summary>
/// <param name="buckets">Makes the notifications.</param>
public sealed class ShutdownReminderOrchestration(PlanBuckets<ShutdownReminders> buckets)
{
    private const string Deliver = "DeliverShutdownReminder";
    private const string Find = "FindShutdownReminders";
    private const string DeliverTo = "DeliverShutdownReminders";

    /// <summary>The orchestrator.</summary>
    [Function(ShutdownTimer.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ShutdownTimer>() ?? throw new InvalidOperationException("A reminder needs its time.");
        return context.WaitForPlansAsync(timer.Due, timer, Deliver, Find, DeliverTo);
    }

    /// <summary>The activity: reminds the first users and plans their next, once however often it runs.</summary>
    [Function(Deliver)]
    public Task<BucketResult> DeliverAsync(
        [ActivityTrigger] ShutdownTimer timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverAsync(timer.Due, new DurableTimers(client), cancellation);

    /// <summary>The activity that finds the others.</summary>
    [Function(Find)]
    public Task<IReadOnlyList<PlanGroup>> FindAsync([ActivityTrigger] ShutdownTimer timer, CancellationToken cancellation) =>
        buckets.FindGroupsAsync(timer.Due, cancellation);

    /// <summary>The activity that reminds some of the others.</summary>
    [Function(DeliverTo)]
    public Task<int> DeliverToAsync(
        [ActivityTrigger] PlanGroup group, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverToAsync(group, new DurableTimers(client), cancellation);
}
