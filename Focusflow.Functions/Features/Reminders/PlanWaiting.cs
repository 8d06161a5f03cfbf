using Focusflow.Core.Features.Reminders;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.DurableTask;

namespace Focusflow.Functions.Features.Reminders;

/// <summary>
/// What the orchestrations do whose plans many users share. Each instant has an instance of its own; the activities start those of the
/// next. The first users are seen to by one activity, which for most instants are all; many more by several at once, on as many
/// instances of the app as there are.
/// </summary>
internal static class PlanWaiting
{
    /// <summary>Waits for an instant, then has the activities see to everybody who is planned for it. Deterministic.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="due">The instant.</param>
    /// <param name="timer">Its input.</param>
    /// <param name="deliver">The activity for the first users.</param>
    /// <param name="find">The activity that finds the others.</param>
    /// <param name="deliverTo">The activity for some of the others.</param>
    public static async Task WaitForPlansAsync<TTimer>(
        this TaskOrchestrationContext context, DateTimeOffset due, TTimer timer, string deliver, string find, string deliverTo)
        where TTimer : notnull
    {
        if (await context.WakeAtAsync(due, deliver, timer, BucketResult.TooEarly) == BucketResult.Done)
            return;
        var groups = await context.CallPatientlyAsync<IReadOnlyList<PlanGroup>>(find, timer);
        var settled = await Task.WhenAll(groups.Select(group => context.CallPatientlyAsync<int>(deliverTo, group)));
        if (settled.Sum() > 0)
            context.ContinueAsNew(timer); // those that nobody could settle are the sweeper's
    }
}
