using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// Waits for an instant at which shutdown reminders are planned, then lets the stored plans decide. Each instant has an instance of its
/// own; the activities start those of the next. The first users are reminded by one activity, which for most instants are all; many
/// more by several at once, on as many instances of the app as there are.
/// </summary>
/// <param name="buckets">Makes the notifications.</param>
public sealed class ShutdownReminderOrchestration(ShutdownBuckets buckets)
{
    private const string Deliver = "DeliverShutdownReminder";
    private const string Find = "FindShutdownReminders";
    private const string DeliverTo = "DeliverShutdownReminders";

    /// <summary>The orchestrator.</summary>
    [Function(ShutdownTimer.Orchestration)]
    public static async Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ShutdownTimer>() ?? throw new InvalidOperationException("A reminder needs its time.");
        if (await context.WakeAtAsync(timer.Due, Deliver, timer, BucketResult.TooEarly) == BucketResult.Done)
            return;
        var groups = await context.CallPatientlyAsync<IReadOnlyList<ShutdownGroup>>(Find, timer);
        var settled = await Task.WhenAll(groups.Select(group => context.CallPatientlyAsync<int>(DeliverTo, group)));
        if (settled.Sum() > 0)
            context.ContinueAsNew(timer); // those that nobody could settle are the sweeper's
    }

    /// <summary>The activity: reminds the first users and plans their next, once however often it runs.</summary>
    [Function(Deliver)]
    public Task<BucketResult> DeliverAsync(
        [ActivityTrigger] ShutdownTimer timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverAsync(timer.Due, new DurableTimers(client), cancellation);

    /// <summary>The activity that finds the others.</summary>
    [Function(Find)]
    public Task<IReadOnlyList<ShutdownGroup>> FindAsync([ActivityTrigger] ShutdownTimer timer, CancellationToken cancellation) =>
        buckets.FindGroupsAsync(timer.Due, cancellation);

    /// <summary>The activity that reminds some of the others.</summary>
    [Function(DeliverTo)]
    public Task<int> DeliverToAsync(
        [ActivityTrigger] ShutdownGroup group, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverToAsync(group, new DurableTimers(client), cancellation);
}
