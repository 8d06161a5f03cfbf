using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Reminders;

/// <summary>Orders the mails that look back on a week, once a week each, and plans the next; whoever calls and however often.</summary>
/// <param name="store">The store.</param>
/// <param name="sender">Whether mail can be sent at all.</param>
/// <param name="clock">The server's clock.</param>
public sealed class WeeklyReviews(IDocumentStore store, IMailSender sender, TimeProvider clock) : ISharedPlans
{
    private static readonly string[] Needed = [ReviewPlan.FixedId, Account.DocumentId, Access.DocumentId];

    /// <inheritdoc/>
    public static string PlanKind => ReviewPlan.KindName;

    /// <inheritdoc/>
    /// <remarks>
    /// The mail is ordered before the plan moves on, by an id that follows from the week, so that a crash between the two orders
    /// the same one again.
    /// </remarks>
    public Task<Outcome<ReminderResult>> DeliverAsync(
        string userId, DateTimeOffset due, IDurableTimers timers, CancellationToken cancellation = default) =>
        Optimistic.RunAsync<ReminderResult>(
            async () =>
            {
                var found = await store.ReadSomeAsync(Containers.UserData, userId, Needed, cancellation);
                var (plan, now) = (found.Find<ReviewPlan>(), clock.Now());
                var away = Presence.IsAway(found.Find<Access>()?.SeenAt, now);
                var step = ReviewPlanning.Decide(plan, found.Find<Account>(), away, due, now);
                if (!step.Settles)
                    return step.Result;
                if (step.Next is { } next)
                    await timers.ScheduleAsync(new ReviewTimer(next.At), cancellation);
                if (step.Result == ReminderResult.Made && sender.CanSend)
                    await timers.ScheduleAsync(new MailOrder(WeeklyReviewMails.Review, userId, plan!.Week), cancellation);
                return (await Settled(plan!, step.Next).CommitAsync(store)).Succeeded ? step.Result : null;
            },
            cancellation);

    private static WriteSet Settled(ReviewPlan plan, PlannedReview? next)
    {
        var writes = WriteSet.ForUser(plan.UserId);
        return next is { } time ? writes.Replace(ReviewPlan.Of(plan.UserId, time) with { ETag = plan.ETag }) : writes.Delete(plan);
    }
}
