using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Reach;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Push;

/// <summary>Orders a push of each new notification to each of its user's browsers.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The settings.</param>
public sealed class NotificationPushes(IDocumentStore store, PushOptions options) : INotificationOutlet
{
    /// <inheritdoc/>
    public async Task TakeAsync(string userId, IReadOnlyList<NotificationDocument> unread, IDurableTimers timers, CancellationToken cancellation)
    {
        if (options.Key is null || unread.Count == 0
            || await store.ReadAsync<PushSubscriptions>(userId, PushSubscriptions.DocumentId, cancellation) is not { Subscriptions.Count: > 0 } browsers
            || await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is not { } account)
        {
            return;
        }

        foreach (var notification in unread)
        {
            if (Reaching.TimeOf(notification, account, Channel.Push) is not { } time)
                continue;
            var staleAt = time + PushMessage.StaleAfter(notification.NotificationKind);
            foreach (var browser in browsers.Subscriptions.Where(browser => browser.CreatedAt <= notification.MadeAt))
                await timers.ScheduleAsync(new PushOrder(userId, browser.Id, notification.Id, time, staleAt), cancellation);
        }
    }
}
