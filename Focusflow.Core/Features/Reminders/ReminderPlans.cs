using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>
/// Keeps the plans of reminders and of the weekly review in step with the account, in the transaction that changes it. Settings
/// that none of them depends on cost nothing; others one query, and plan and marker are written even when they stay what
/// they are: a wake-up or a clocking in that has read the settings from before then fails to commit, and decides anew.
/// </summary>
public sealed class ReminderPlans(IDocumentStore store, TimeProvider clock) : ISettingsChanged, IReturning
{
    private static readonly string[] Plans = [ShutdownPlan.FixedId, OpenWork.FixedId, ReviewPlan.FixedId];

    /// <inheritdoc/>
    public async ValueTask AddWritesAsync(
        Account? before, Account after, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation)
    {
        var settings = after.Settings;
        var now = clock.Now();
        if (before is null)
        {
            await PlanAsync(null, after.UserId, ShutdownPlanning.After(settings, now), writes, timers, cancellation);
            await PlanReviewAsync(null, after.UserId, ReviewPlanning.After(after, now), writes, timers, cancellation);
            return;
        }

        var (shutdown, breaks, review) = (
            ShutdownPlanning.Differ(before.Settings, settings), BreakPlanning.Differ(before.Settings, settings), ReviewPlanning.Differ(before, after));
        if (!shutdown && !breaks && !review)
            return;
        var found = await store.ReadSomeAsync(Containers.UserData, after.UserId, Plans, cancellation);
        if (shutdown)
        {
            var plan = found.Find<ShutdownPlan>();
            await PlanAsync(plan, after.UserId, ShutdownPlanning.Replan(plan, settings, now), writes, timers, cancellation);
        }

        if (breaks && found.Find<OpenWork>() is { } work)
            await PlanBreakAsync(work, BreakPlanning.Replan(work, settings, now), writes, timers, cancellation);
        if (review)
        {
            var plan = found.Find<ReviewPlan>();
            await PlanReviewAsync(plan, after.UserId, ReviewPlanning.Replan(plan, after, now), writes, timers, cancellation);
        }
    }

    /// <inheritdoc/>
    /// <remarks>No timer can be set here: unless somebody else is reminded at that instant, a sweeper comes for the first reminder.</remarks>
    public async ValueTask AddWritesAsync(string userId, WriteSet writes, CancellationToken cancellation)
    {
        var found = await store.ReadSomeAsync(Containers.UserData, userId, [Account.DocumentId, .. Plans], cancellation);
        if (found.Find<Account>() is not { } account)
            return;
        if (found.Find<ShutdownPlan>() is null)
            await PlanAsync(null, userId, ShutdownPlanning.After(account.Settings, clock.Now()), writes, timers: null, cancellation);
        if (found.Find<ReviewPlan>() is null)
            await PlanReviewAsync(null, userId, ReviewPlanning.After(account, clock.Now()), writes, timers: null, cancellation);
    }

    private static async ValueTask PlanAsync(
        ShutdownPlan? plan, string userId, PlannedShutdown? next, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation)
    {
        if (next is { } time)
        {
            var planned = ShutdownPlan.Of(userId, time) with { ETag = plan?.ETag ?? "" };
            if (timers is not null && planned != plan)
                await timers.ScheduleAsync(new ShutdownTimer(time.At), cancellation);
            writes.Put(planned);
        }
        else if (plan is not null)
        {
            writes.Delete(plan);
        }
    }

    private static async ValueTask PlanReviewAsync(
        ReviewPlan? plan, string userId, PlannedReview? next, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation)
    {
        if (next is { } time)
        {
            var planned = ReviewPlan.Of(userId, time) with { ETag = plan?.ETag ?? "" };
            if (timers is not null && planned != plan)
                await timers.ScheduleAsync(new ReviewTimer(time.At), cancellation);
            writes.Put(planned);
        }
        else if (plan is not null)
        {
            writes.Delete(plan);
        }
    }

    private static async ValueTask PlanBreakAsync(
        OpenWork work, DateTimeOffset? next, WriteSet writes, IDurableTimers? timers, CancellationToken cancellation)
    {
        if (next is { } due && next != work.BreakDue && timers is not null)
            await timers.ScheduleAsync(new BreakTimer(work.UserId, due), cancellation);
        writes.Replace(work with { BreakDue = next });
    }
}
