using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// Waits for an instant at which weekly reviews are planned, then lets the stored plans decide; see <see cref="PlanWaiting"/>.
/// </summary>
/// <param name="buckets">Orders the mails.</param>
public sealed class WeeklyReviewOrchestration(PlanBuckets<WeeklyReviews> buckets)
{
    private const string Deliver = "OrderWeeklyReview";
    private const string Find = "FindWeeklyReviews";
    private const string DeliverTo = "OrderWeeklyReviews";

    /// <summary>The orchestrator.</summary>
    [Function(ReviewTimer.Orchestration)]
    public static Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var timer = context.GetInput<ReviewTimer>() ?? throw new InvalidOperationException("A review needs its time.");
        return context.WaitForPlansAsync(timer.Due, timer, Deliver, Find, DeliverTo);
    }

    /// <summary>The activity: orders the mails of the first users and plans their next, once however often it runs.</summary>
    [Function(Deliver)]
    public Task<BucketResult> DeliverAsync(
        [ActivityTrigger] ReviewTimer timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverAsync(timer.Due, new DurableTimers(client), cancellation);

    /// <summary>The activity that finds the others.</summary>
    [Function(Find)]
    public Task<IReadOnlyList<PlanGroup>> FindAsync([ActivityTrigger] ReviewTimer timer, CancellationToken cancellation) =>
        buckets.FindGroupsAsync(timer.Due, cancellation);

    /// <summary>The activity that orders the mails of some of the others.</summary>
    [Function(DeliverTo)]
    public Task<int> DeliverToAsync(
        [ActivityTrigger] PlanGroup group, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        buckets.DeliverToAsync(group, new DurableTimers(client), cancellation);
}
